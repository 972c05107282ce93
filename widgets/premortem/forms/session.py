"""The widget by which a session is led: a module of its own, as only who leads one pays for joining its many files."""

from __future__ import annotations

import traitlets

from premortem.forms.assets import script, styles
from premortem.forms.widgets import Speaking, synced


class Session(Speaking):
    """Leads a facilitated session; made only where somebody wants one, or one runs.

    Hears, each with an `id` that is answered by `done` (`id`, `said`, one line or "") or `refused` (`id`, `message`):
    `seat` (`token`), `look` (asks who is connected), `suggest` (`minutes`), `askable`; `begin` (`minutes`, `privacy`,
    perhaps `agenda`), `rehearse` (`minutes`, `privacy`); `agenda` (`agenda`), `step` (`step`), `extend` (`step`,
    `minutes`), `park-step` (`step`, `parked`); `vote` (`question`, `row`, `column`, `kind`, or `text`, `options`,
    `kind`), `again`, `show`, `drop` (`vote`), `agree` (`vote`, `value`, `note`), `vote-for` (`person`, `vote`,
    `value`); `person` (`name`), `remove` (`person`), `door` (`open`); `park` (`text`), `settle` (`item`); `action`
    (`what`, `owner`, `due`); `take`, `lay-down`, `end`. Tell `moved` (`query`)
    where the page shows another workbook from now on.

    `view` is what `session.lead.Lead.view` returns, or `{"running": false}`; of its vote `agreed` is the value,
    `agreed_words` the same in words, `proposed` what the form for agreeing begins with. `door` has `code`, `link`,
    `place` and `qr`; `actions` those from `earlier` and of `now`. `offered` counts how often somebody asked for the
    form that begins a session: a message would be lost where the view is only just coming.
    """

    _esm = script("session.js")
    # What it shares with the questions is in the form's styles, as for tables.
    _css = styles("tokens.css", "result.css", "session.css")

    view = synced(traitlets.Dict())
    door = synced(traitlets.Dict())
    askable = synced(traitlets.List())
    suggested = synced(traitlets.List())
    actions = synced(traitlets.Dict({"earlier": [], "now": []}))
    offered = synced(traitlets.Int(0))
    currency = synced(traitlets.Unicode())
