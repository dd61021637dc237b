"""A report asked for is counted, printed and kept once; what was asked meanwhile is in it."""

import io

from pypdf import PdfReader

from programmes.scope import scope
from reports.contents import Contents
from reports.models import ReportFile


def test_a_report_is_counted_and_printed(busy_west, make_report):
    report = make_report(busy_west)
    with scope(busy_west.programme):
        file = ReportFile.objects.get(report=report)
        contents = Contents.from_json(report.figures)
    assert contents.goals[0].figure.value == 13
    pdf = PdfReader(io.BytesIO(bytes(file.pdf)))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Kansrijk West" in text
    assert "13 deelnemers deden mee. Het doel was 30." in text.replace("\n", " ")
