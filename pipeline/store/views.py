"""The views that answer what people ask first, as queries over the tables: name, meaning and query of each.

Shares and medians are told of councils that have a name; a plan whose council is unknown stands under its file, and in
no group of peers.
"""

from __future__ import annotations

from pipeline.compare.progress import NOT_SAID_DONE, REPORTS_PROGRESS
from schema.codelists import codelists
from schema.fields import ACTIONS

RANKED_FROM = 5  # councils in a group, and actions of a council, from which a rank says something
COMPARED_FROM = 3  # councils in a group from which a median says something

_QUARTER_START = "date_trunc('quarter', due)::date"
_FINANCIAL_YEAR = "(year(due) - (month(due) < 4)::integer)"
_QUARTER = (
    f"""printf('Q%d %d/%02d', ((month(due) + 8) % 12) // 3 + 1, {_FINANCIAL_YEAR}, ({_FINANCIAL_YEAR} + 1) % 100)"""
)

_SECOND = "eflg_theme_2" if any(field.name == "eflg_theme_2" for field in ACTIONS.fields) else "null::varchar"
_CHARACTERISTICS = ", ".join(f"('{code}')" for code in codelists()["characteristics"].names())

VIEWS: tuple[tuple[str, str, str], ...] = (
    (
        "plans",
        "One row for each plan, the file that figures count: copies in other formats and files with the same bytes are "
        "left out. label is the council, or the file where no council is known; latest is false for an edition that a "
        "later one has taken the place of.",
        """
        select *, coalesce(council, 'Council not known: ' || source) as label, superseded_by is null as latest
        from documents where plan_id is not null and copy_of is null
        """,
    ),
    (
        "edition_actions",
        "Actions of every plan and edition, each plan once, with the label and kind of their council, the file and "
        "title of their plan, and the quarter they fall due in.",
        f"""
        select a.* exclude (plan_title), p.label, p.source, p.title as plan_title, p.media_type, p.plan_id, p.edition,
               p.latest, p.council_type, p.region, p.nation, p.groups,
               {_QUARTER} as quarter, {_QUARTER_START} as quarter_start,
               due is not null and coalesce(a.state, '') not in ('complete', 'cancelled') as open_dated,
               {NOT_SAID_DONE} as not_said_done
        from actions a join plans p using (document_id)
        """,  # noqa: S608
    ),
    (
        "plan_actions",
        "Actions that comparisons count: those of the latest edition of each plan, as in edition_actions.",
        "select * exclude (latest) from edition_actions where latest",
    ),
    (
        "action_owners",
        "One row for each owner of each action.",
        """
        select label, council, document_id, action_id, owner.mention, owner.name, owner.kind, owner.function,
               owner.seniority, owner.relation, owner.score
        from (select *, unnest(owners) as owner from plan_actions)
        """,
    ),
    (
        "action_periods",
        "One row for each period of each action.",
        """
        select label, council, document_id, action_id, period.text, period.start, period.end, period.precision,
               period.edtf
        from (select *, unnest(periods) as period from plan_actions)
        """,
    ),
    (
        "action_characteristics",
        "One row for each protected characteristic of each action.",
        "select label, council, document_id, action_id, unnest(characteristics) as characteristic from plan_actions",
    ),
    (
        "action_doubts",
        "One row for each value of an action that may be wrong.",
        """
        select label, council, document_id, action_id, eflg_theme, doubt.field, doubt.chance, doubt.code, doubt.why
        from (select *, unnest(doubts) as doubt from plan_actions)
        """,
    ),
    (
        "plan_progress",
        "One row for each plan that comparisons count: whether it reports progress, that is gives states or ratings. "
        "Of a plan that does not, an action whose date has passed is not known to be overdue.",
        f"select document_id, {REPORTS_PROGRESS} as reports_progress from plan_actions group by document_id",  # noqa: S608
    ),
    (
        "councils",
        "One row for each council with actions, or file where no council is known (named is then false): what it is, "
        "and how many of its actions have an owner, a date, an outcome, a state or rating, and a value that may be "
        "wrong.",
        """
        select label, any_value(council) is not null as named, any_value(council_code) as council_code,
               any_value(council_type) as council_type, any_value(region) as region, any_value(nation) as nation,
               any_value(groups) as groups, count(distinct document_id)::integer as plans, count(*)::integer as actions,
               count(*) filter (len(owners) > 0)::integer as owned, count(due)::integer as dated,
               count(*) filter (due is null and ongoing)::integer as ongoing, count(outcome)::integer as with_outcome,
               count(*) filter (state is not null or rag is not null)::integer as with_progress,
               count(*) filter (eflg_theme is null)::integer as unplaced,
               count(*) filter (len(doubts) > 0)::integer as doubted
        from plan_actions group by label order by label
        """,
    ),
    (
        "council_themes",
        "One row for each council that has actions and each theme of the framework: the actions placed there, which "
        "may be none, their share of its actions, and those placed in another theme that name this one too.",
        f"""
        with placed as (
            select label, eflg_theme as theme, count(*) as actions from plan_actions where eflg_theme is not null
            group by all
        ), named as (
            select label, {_SECOND} as theme, count(*) as actions from plan_actions
            where {_SECOND} is not null and {_SECOND} is distinct from eflg_theme group by all
        )
        select c.label, t.number, t.module, t.theme, coalesce(p.actions, 0)::integer as actions,
               coalesce(p.actions, 0) / c.actions as share, coalesce(n.actions, 0)::integer as also_names
        from councils c cross join framework_themes t
        left join placed p on p.label = c.label and p.theme = t.theme
        left join named n on n.label = c.label and n.theme = t.theme
        order by c.label, t.number
        """,  # noqa: S608
    ),
    (
        "council_measures",
        "One row for each council and each thing that councils are compared by: kind (plan, theme, characteristic), "
        "code, the number of its actions, and their share of all of its actions.",
        f"""
        select label, 'plan' as kind, code, actions, actions / whole as share from (
            select label, actions as whole, unnest([
                {{'code': 'owner', 'actions': owned}}, {{'code': 'due', 'actions': dated}},
                {{'code': 'outcome', 'actions': with_outcome}}, {{'code': 'progress', 'actions': with_progress}}
            ], recursive := true) from councils
        )
        union all
        select label, 'theme', number, actions, share from council_themes
        union all
        select c.label, 'characteristic', k.code, coalesce(m.actions, 0)::integer, coalesce(m.actions, 0) / c.actions
        from councils c cross join (values {_CHARACTERISTICS}) k(code)
        left join (
            select label, characteristic, count(*) as actions from (
                select label, unnest(list_distinct(characteristics)) as characteristic from plan_actions
            ) group by all
        ) m on m.label = c.label and m.characteristic = k.code
        """,  # noqa: S608
    ),
    (
        "peer_groups",
        "One row for each council and each group of peers it is in: all councils, those of its nation, its region, its "
        "type, and groups of one's own. Councils that no plan names are in none.",
        """
        select label, 'all' as basis, 'All councils' as peers, actions from councils where named
        union all select label, 'nation', nation, actions from councils where nation is not null
        union all select label, 'region', region, actions from councils where region is not null and region <> nation
        union all select label, 'type', council_type, actions from councils where council_type is not null
        union all select label, 'group', unnest(groups), actions from councils where named
        """,
    ),
    (
        "peer_measures",
        "One row for each council, group of peers and thing compared: its number and share of actions, how many peers "
        "there are (itself among them) and have any, and the median, least and greatest number and share. rank is 1 "
        f"for the greatest share, where there are {RANKED_FROM} councils and it has {RANKED_FROM} actions or more.",
        f"""
        select g.label, g.basis, g.peers, m.kind, m.code, m.actions, m.share, s.councils, s.councils_with,
               s.median_actions, s.least_actions, s.most_actions, s.median_share, s.least_share, s.most_share,
               case when s.councils >= {RANKED_FROM} and g.actions >= {RANKED_FROM}
                    then rank() over (partition by g.basis, g.peers, m.kind, m.code order by m.share desc) end::integer
                    as rank
        from peer_groups g join council_measures m using (label)
        join (
            select basis, peers, kind, code, count(*)::integer as councils,
                   count(*) filter (m.actions > 0)::integer as councils_with,
                   median(m.actions) as median_actions, min(m.actions) as least_actions, max(m.actions) as most_actions,
                   median(share) as median_share, min(share) as least_share, max(share) as most_share
            from peer_groups g join council_measures m using (label) group by all
        ) s on s.basis = g.basis and s.peers = g.peers and s.kind = m.kind and s.code = m.code
        order by g.label, g.basis, g.peers, m.kind, m.code
        """,  # noqa: S608
    ),
    (
        "edition_steps",
        "One row for each edition of a plan and the one before it: actions carried on, added and dropped, and of those "
        "carried on how many slipped (are due later), were brought forward, have other owners or other words.",
        """
        select new.label, c.old_document_id, c.new_document_id, c.old_edition, c.new_edition,
               any_value(old.actions)::integer as before, any_value(new.actions)::integer as after,
               count(*) filter (kind = 'carried_on')::integer as carried_on,
               count(*) filter (kind = 'added')::integer as added,
               count(*) filter (kind = 'dropped')::integer as dropped,
               count(*) filter (kind = 're_dated')::integer as re_dated,
               count(*) filter (days > 0)::integer as slipped,
               count(*) filter (days < 0)::integer as brought_forward,
               median(days) filter (days > 0)::integer as median_days_slipped,
               count(*) filter (kind = 're_owned')::integer as re_owned,
               count(*) filter (kind = 'reworded')::integer as reworded,
               count(*) filter (kind in ('re_rated', 're_stated'))::integer as other_progress
        from changes c
        join plans old on old.document_id = c.old_document_id
        join plans new on new.document_id = c.new_document_id
        group by all order by new.label, c.new_edition, c.new_document_id
        """,
    ),
    (
        "due_by_council",
        "As due_by_quarter, council by council.",
        """
        select label, quarter, quarter_start, count(*)::integer as actions,
               count(*) filter (open_dated)::integer as not_done
        from plan_actions where due is not null group by all order by label, quarter_start
        """,
    ),
    (
        "due_by_quarter",
        "Actions by the quarter of the financial year in which they fall due, with how many are not said to be done.",
        """
        select quarter, quarter_start, (quarter_start + interval 3 month - interval 1 day)::date as quarter_end,
               count(*)::integer as actions, count(*) filter (open_dated)::integer as not_done
        from plan_actions where due is not null group by all order by quarter_start
        """,
    ),
)
"""Name, meaning and query of each view besides the tables; a view uses only those before it."""
