# What the program itself says, in English. The same ids as in sv.ftl.

## Reports

report-error = error
report-warning = warning
report-info = info
report-errors = { $n ->
    [one] { $n } error
   *[other] { $n } errors
}
report-warnings = { $n ->
    [one] { $n } warning
   *[other] { $n } warnings
}
report-infos = { $n } info
report-basis-routine = routine { $clauses }
report-basis-assumption = assumption { $clauses }
report-basis-quality = quality { $clauses }
report-basis-privacy = privacy { $clauses }
report-and = and
report-row = row { $row }
report-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
report-rows-listed = { $n ->
    [one] row { $rows }
   *[other] rows { $rows }
}
report-hidden = hidden row
report-struck = struck through
report-noted = The cell has a note.
report-masked = hidden
report-blank = blank
report-help = what to do
report-because = because of { $column }
report-see-also = see also
report-limited = { $shown } of { $all } findings are shown. See all with --limit { $all } or --format json.
report-most-rows = { $broken } of { $rows } rows on { $sheet } have the same finding: { $title }. Has the template changed, or does it stand in another column? How the sheet was read: rutinkoll inspect { $path }
report-judged = { $n ->
    [one] { $n } row judged
   *[other] { $n } rows judged
}
report-with-findings = { $n ->
    [0] none with findings
   *[other] { $n } with findings
}
report-counted-by-clause = A finding counts under every clause that it rests on.
report-not-checked = Not checked
report-undecided = Could not be decided
report-never = Cannot be checked
report-no-rule = no rule is on
report-failed = Rules that did not work
report-problems = Could not be read or judged
report-notes = Good to know
report-skipped = Skipped sheets
report-rules = Rules: { $pack } { $version } ({ $source })
report-built-in = built in
report-rules-off = Rules that are off: { $rules }
report-rules-changed = Changed: { $changes }
report-as-of = as of { $date }
report-seconds = { $seconds } s
report-said-row = Row { $row } on sheet { $sheet } in { $file }
report-said-cell = Cell { $cell }, { $column }: { $value }.
report-said-because = Because of cell { $cell }, { $column }: { $value }.

# Why a rule was not checked; `.help` is what it needs.
needs-table = the table { $table } was not given
    .help = give it with --table { $table }=FILE
