"""Who is proposed to whom when several people want the same buddy: the participants' best stable outcome. Pure.

*Stable*: no participant and buddy would both rather have each other than what they got. Participants propose in their
own order, a buddy with more admirers than places keeps those with the best claim (deferred acceptance, Gale and
Shapley 1962). With strict orders no stable outcome is better for any participant, and hiding a true order gains
nothing.

With equal choices ("ook goed" twice) an arbitrary pick can leave somebody without a buddy who could have had one. So
we look for rounds of moves in which nobody gets a choice they like less, somebody gets a better one, and the outcome
stays stable: the stable improvement cycles of Erdil and Ergin (2008, 2017), until none is left.

The same input in any order gives the same outcome. Ids are whole numbers; orders among equals follow them.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import heappush, heappushpop
from itertools import chain, takewhile

Choices = Mapping[int, Sequence[Sequence[int]]]
Claims = Mapping[int, Sequence[int]]
Places = Mapping[int, int]
Pairs = Mapping[int, int | None]

NOWHERE = -1
PATIENCE = 4  # searches that lead nowhere before we look again where it makes sense


class Why(StrEnum):
    """Why a participant did not get one of their choices."""

    NOT_ASKED = (
        "not_asked"  # the buddy's list does not hold this participant: declined, blocked, not deployable
    )
    NO_PLACE = "no_place"  # the buddy has no place at all
    FULL = "full"  # every place goes to somebody with a better claim
    EQUAL = "equal"  # the one they got is just as welcome
    LATER = "later"  # they got one they like better


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One choice a participant did not get. `behind` are those who got the places, best claim first."""

    buddy: int
    why: Why
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """What one participant got: the number of the choice (1 is the best tier) or None, and why not each other one."""

    choice: int | None
    not_got: tuple[WhyNot, ...]


@dataclass(frozen=True)
class Outcome:
    """`pairs`: participant → buddy or None. `reasons` has every participant who chose, also who chose nobody."""

    pairs: dict[int, int | None]
    choices: Choices
    claims: Claims
    places: Places

    @cached_property
    def reasons(self) -> dict[int, Reason]:
        return explain(self.pairs, self.choices, self.claims, self.places)


def solve(choices: Choices, claims: Claims, places: Places) -> Outcome:
    """The participants' best stable outcome.

    `choices`: participant → tiers of buddies, best first; who is not listed is not wanted. `claims`: buddy →
    participants in strict order of claim; who is not listed is declined. `places`: buddy → free places, 0 allowed.
    Raises ValueError when a list names somebody twice or places are negative.
    """
    round_ = _Round(choices, claims, places)
    round_.propose()
    if round_.has_equals:
        round_.improve()
    pairs = {
        participant: None if at == NOWHERE else round_.buddies[at]
        for participant, at in zip(round_.participants, round_.where, strict=True)
    }
    return Outcome(pairs, choices, claims, places)


class _Round:
    """One computation. Inside, participants and buddies are numbered in the order of their ids."""

    def __init__(self, choices: Choices, claims: Claims, places: Places) -> None:
        if any(free < 0 for free in places.values()):
            raise ValueError("places cannot be negative")
        self.participants = sorted(choices)
        self.buddies = sorted(claims)
        self.nothing = len(self.buddies)  # the node of free places and of people without a buddy
        number_of = {buddy: number for number, buddy in enumerate(self.buddies)}
        self.free = [places.get(buddy, 0) for buddy in self.buddies]
        self.rank = [_ranks(claims[buddy]) for buddy in self.buddies]
        self.pressure = {
            buddy: len(claims[buddy]) / free
            for buddy, free in zip(self.buddies, self.free, strict=True)
            if free
        }
        self.has_equals = False
        # Per participant: the buddies who can be asked, in order, and of each the tier and the place in the claims.
        self.order: list[list[int]] = []
        self.tier: list[dict[int, int]] = []
        self.claim: list[dict[int, int]] = []
        for participant in self.participants:
            self._read(participant, choices[participant], number_of)
        self.where = [NOWHERE] * len(self.participants)
        self.heaps: list[list[tuple[int, int]]] = [[] for _buddy in self.buddies]

    def _read(self, participant: int, tiers: Sequence[Sequence[int]], number_of: Mapping[int, int]) -> None:
        tier_of: dict[int, int] = {}
        claim_at: dict[int, int] = {}
        named = 0
        for number, tier in enumerate(tiers):
            before = len(tier_of)
            named += len(tier)
            for buddy in tier if len(tier) == 1 else sorted(tier, key=self._busy):
                at = number_of.get(buddy)
                if at is not None and self.free[at] and (claim := self.rank[at].get(participant)) is not None:
                    tier_of[at] = number
                    claim_at[at] = claim
            self.has_equals |= len(tier_of) - before > 1
        if named != len(set(chain.from_iterable(tiers))):
            raise ValueError(f"participant {participant} names a buddy twice")
        self.order.append(list(tier_of))
        self.tier.append(tier_of)
        self.claim.append(claim_at)

    def _busy(self, buddy: int) -> tuple[float, int]:
        """Among equals the least wanted is asked first: that leaves fewer people to be helped afterwards."""
        return self.pressure.get(buddy, 0.0), buddy

    def propose(self) -> None:
        """Deferred acceptance. Who proposes first makes no difference."""
        next_choice = [0] * len(self.participants)
        heaps, free, where, order, claim = self.heaps, self.free, self.where, self.order, self.claim
        for first in range(len(self.participants)):
            seeker = first
            while next_choice[seeker] < len(order[seeker]):
                at = order[seeker][next_choice[seeker]]
                next_choice[seeker] += 1
                where[seeker] = at
                asked = (-claim[seeker][at], seeker)
                if len(heaps[at]) < free[at]:
                    heappush(heaps[at], asked)
                    break
                seeker = heappushpop(heaps[at], asked)[1]
                where[seeker] = NOWHERE

    def improve(self) -> None:
        """Carry out improvement cycles until there is none: then nobody can be helped without harming somebody."""
        self._look_around()
        while promising := self._promising():
            failed = 0
            for at in promising:
                if (first := self.envied[at]) is None:
                    continue
                if moves := self._cycle(first[1], at):
                    self._carry_out(moves)
                elif (failed := failed + 1) == PATIENCE:
                    break

    def _look_around(self) -> None:
        """What the improvement reads: who is with whom, who would rather be elsewhere, and whose choices are equal."""
        everyone = range(len(self.participants))
        self.kept: list[dict[int, None]] = [
            dict.fromkeys(sorted(each for _claim, each in heap)) for heap in self.heaps
        ]
        # Of each buddy everyone who wants them, (claim, participant), the best claim last.
        self.admirers: list[list[tuple[int, int]]] = [[] for _buddy in self.buddies]
        for seeker, claims in enumerate(self.claim):
            for at, claim in claims.items():
                self.admirers[at].append((claim, seeker))
        for each in self.admirers:
            each.sort(reverse=True)
        self.wanting = [[seeker for _claim, seeker in each] for each in self.admirers]
        self.arcs: list[list[tuple[int, int]] | None] = [None] * (self.nothing + 1)
        self.envied = [self._first_envier(at) for at in range(len(self.buddies))]
        self.first_at: list[list[int]] = [[] for _each in everyone]
        for at, first in enumerate(self.envied):
            if first is not None:
                self.first_at[first[1]].append(at)
        self.equals = [self._equals(seeker) for seeker in everyone]

    def _first_envier(self, at: int) -> tuple[int, int] | None:
        """(claim, participant) of the best claim among those who would rather have this buddy than what they have.

        People only get better off, so who stopped wanting need not be looked at again.
        """
        admirers = self.admirers[at]
        while admirers:
            seeker = admirers[-1][1]
            now = self.where[seeker]
            if now == NOWHERE or self.tier[seeker][at] < self.tier[seeker][now]:
                return admirers[-1]
            admirers.pop()
        return None

    def _equals(self, seeker: int) -> list[tuple[int, int]]:
        """(buddy, claim) of the choices as good as what somebody has."""
        now = self.where[seeker]
        if now == NOWHERE or len(self.tier[seeker]) == 1:
            return []
        same = self.tier[seeker][now]
        claim = self.claim[seeker]
        return [(at, claim[at]) for at, tier in self.tier[seeker].items() if tier == same]

    def _arcs(self, node: int) -> list[tuple[int, int]]:
        """The moves from here; worked out once, and again after `_carry_out` changed something they rest on."""
        known = self.arcs[node]
        if known is None:
            known = self.arcs[node] = self._find_arcs(node)
        return known

    def _find_arcs(self, node: int) -> list[tuple[int, int]]:
        """(to, who) of every move from here that keeps the outcome stable whatever else moves.

        The envier with the best claim may go to that buddy (better), and anyone may go to an equal choice where
        their claim beats every envier's (as good). A free place, and a place nobody envies, lead through `nothing`.
        A stable outcome better for somebody and worse for nobody exists exactly when a better move lies on a cycle.
        """
        if node == self.nothing:
            return self._arcs_from_nothing()
        envied = self.envied
        arcs = [(to, seeker) for seeker in self.kept[node] for to in self.first_at[seeker]]
        arcs += [
            (to, seeker)
            for seeker in self.kept[node]
            for to, claim in self.equals[seeker]
            if to != node and ((first := envied[to]) is None or claim < first[0])
        ]
        if len(self.kept[node]) < self.free[node]:
            arcs.append((self.nothing, NOWHERE))
        return arcs

    def _arcs_from_nothing(self) -> list[tuple[int, int]]:
        """To whoever somebody without a buddy envies first, and to whoever may be left with an empty place."""
        arcs = []
        for at, first in enumerate(self.envied):
            if first is None:
                if self.kept[at]:
                    arcs.append((at, NOWHERE))
            elif self.where[first[1]] == NOWHERE:
                arcs.append((at, first[1]))
        return arcs

    def _promising(self) -> list[int]:
        """The buddies to whom a better move lies on a cycle."""
        part = _strongly_connected([self._arcs(node) for node in range(self.nothing + 1)])
        return [
            at
            for at, first in enumerate(self.envied)
            if first is not None and part[at] == part[self._node(first[1])]
        ]

    def _node(self, seeker: int) -> int:
        return self.nothing if self.where[seeker] == NOWHERE else self.where[seeker]

    def _cycle(self, seeker: int, at: int) -> list[tuple[int, int]]:
        """The moves (who, to) of a shortest cycle that begins with this better move; empty when there is none."""
        end = self._node(seeker)
        came: dict[int, tuple[int, int]] = {at: (end, seeker)}
        row = deque([at])
        while row:
            node = row.popleft()
            for to, who in self._arcs(node):
                if to not in came:
                    came[to] = (node, who)
                    if to == end:
                        return _walk(came, end)
                    row.append(to)
        return []

    def _carry_out(self, moves: list[tuple[int, int]]) -> None:
        people = [(seeker, to) for seeker, to in moves if seeker != NOWHERE]
        for seeker, to in people:
            if (now := self.where[seeker]) != NOWHERE:
                del self.kept[now][seeker]
                self.arcs[now] = None
            self.where[seeker] = to
            self.arcs[to] = None
        self.arcs[self.nothing] = None
        for seeker, to in people:
            self.kept[to][seeker] = None
            self.equals[seeker] = self._equals(seeker)
            left, self.first_at[seeker] = self.first_at[seeker], []
            for at in left:
                self.envied[at] = first = self._first_envier(at)
                if first is not None:
                    self.first_at[first[1]].append(at)
                # Another first envier changes who may go there: everybody who wants this buddy, wherever they are.
                for each in self.wanting[at]:
                    if (node := self.where[each]) != NOWHERE:
                        self.arcs[node] = None


def _ranks(claims: Sequence[int]) -> dict[int, int]:
    ranks = {participant: at for at, participant in enumerate(claims)}
    if len(ranks) != len(claims):
        raise ValueError("a buddy's list names a participant twice")
    return ranks


def _walk(came: Mapping[int, tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The moves (who, to) that lead back to where a search began."""
    moves: list[tuple[int, int]] = []
    node = end
    while not moves or node != end:
        before, seeker = came[node]
        moves.append((seeker, node))
        node = before
    return moves[::-1]


def _strongly_connected(arcs: list[list[tuple[int, int]]]) -> list[int]:
    """Per node the number of its strongly connected part (Tarjan 1972, without recursion)."""
    unseen, count = -1, 0
    index = [unseen] * len(arcs)
    low = [0] * len(arcs)
    part = [unseen] * len(arcs)
    stack: list[int] = []
    for root in range(len(arcs)):
        if index[root] != unseen:
            continue
        index[root] = low[root] = count
        count += 1
        stack.append(root)
        path = [(root, iter(arcs[root]))]
        while path:
            node, rest = path[-1]
            for to, _seeker in rest:
                if index[to] == unseen:
                    index[to] = low[to] = count
                    count += 1
                    stack.append(to)
                    path.append((to, iter(arcs[to])))
                    break
                if part[to] == unseen and index[to] < low[node]:
                    low[node] = index[to]
            else:
                path.pop()
                if path and low[node] < low[path[-1][0]]:
                    low[path[-1][0]] = low[node]
                if low[node] == index[node]:
                    while part[node] == unseen:
                        part[stack.pop()] = node
    return part


def explain(pairs: Pairs, choices: Choices, claims: Claims, places: Places) -> dict[int, Reason]:
    """Of every participant which choice they got, and why not each other one. For a stable outcome."""
    listed = {buddy: set(each) for buddy, each in claims.items()}
    full = {buddy: WhyNot(buddy, Why.FULL, each) for buddy, each in _kept_in_order(pairs, claims).items()}
    found = {}
    for participant in sorted(choices):
        got = pairs[participant]
        tiers = choices[participant]
        choice = next((number for number, tier in enumerate(tiers, 1) if got in tier), None)
        not_got = []
        for number, tier in enumerate(tiers, 1):
            for buddy in sorted(tier):
                if buddy == got:
                    continue
                if participant not in listed.get(buddy, ()):
                    not_got.append(WhyNot(buddy, Why.NOT_ASKED))
                elif not places.get(buddy, 0):
                    not_got.append(WhyNot(buddy, Why.NO_PLACE))
                elif choice is None or number < choice:
                    not_got.append(full[buddy])
                else:
                    not_got.append(WhyNot(buddy, Why.EQUAL if number == choice else Why.LATER))
        found[participant] = Reason(choice, tuple(not_got))
    return found


def _kept_in_order(pairs: Pairs, claims: Claims) -> dict[int, tuple[int, ...]]:
    """Buddy → who got a place with them, best claim first."""
    return {
        buddy: tuple(each for each in claim if pairs.get(each) == buddy) for buddy, claim in claims.items()
    }


@dataclass(frozen=True, slots=True)
class Flaw:
    """What makes an outcome unfit to be used: `what` is "not wanted", "not listed", "too full" or "would rather"."""

    what: str
    buddy: int
    participant: int | None = None


def flaws(pairs: Pairs, choices: Choices, claims: Claims, places: Places) -> list[Flaw]:
    """Everything wrong with an outcome; empty when it is stable. Shares no code with `solve`, and is run after it."""
    ranks = {buddy: {each: at for at, each in enumerate(claim)} for buddy, claim in claims.items()}
    kept: dict[int, list[int]] = {}
    found = []
    for participant, buddy in pairs.items():
        if buddy is None:
            continue
        if not any(buddy in tier for tier in choices.get(participant, ())):
            found.append(Flaw("not wanted", buddy, participant))
        claim = ranks.get(buddy, {}).get(participant)
        if claim is None:
            found.append(Flaw("not listed", buddy, participant))
        else:
            kept.setdefault(buddy, []).append(claim)
    found += [Flaw("too full", buddy) for buddy, each in kept.items() if len(each) > places.get(buddy, 0)]
    # The claim that is needed at each buddy: any at all where there is a place left, else better than the last one.
    needed = {
        buddy: max(kept[buddy]) if len(kept.get(buddy, ())) >= free else len(ranks.get(buddy, ()))
        for buddy, free in places.items()
        if free
    }
    return found + [
        Flaw("would rather", buddy, participant)
        for participant, tiers in choices.items()
        for buddy in _better(tiers, pairs.get(participant))
        if ranks.get(buddy, {}).get(participant, len(ranks.get(buddy, ()))) < needed.get(buddy, 0)
    ]


def _better(tiers: Sequence[Sequence[int]], got: int | None) -> list[int]:
    """Whom somebody would rather have than what they got."""
    return list(chain.from_iterable(takewhile(lambda tier: got is None or got not in tier, tiers)))
