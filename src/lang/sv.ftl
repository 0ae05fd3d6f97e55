# Vad programmet självt säger, på svenska. Samma id:n som i en.ftl.

## Reports

report-error = fel
report-warning = varning
report-info = upplysning
report-errors = { $n } fel
report-warnings = { $n ->
    [one] { $n } varning
   *[other] { $n } varningar
}
report-infos = { $n ->
    [one] { $n } upplysning
   *[other] { $n } upplysningar
}
report-basis-routine = rutinen { $clauses }
report-basis-assumption = antagande { $clauses }
report-basis-quality = kvalitet { $clauses }
report-basis-privacy = integritet { $clauses }
report-and = och
report-row = rad { $row }
report-rows = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}
report-rows-listed = { $n ->
    [one] rad { $rows }
   *[other] raderna { $rows }
}
report-hidden = dold rad
report-struck = överstruken
report-noted = Cellen har en anteckning.
report-masked = dolt
report-blank = tom
report-help = gör så här
report-because = skälet: { $column }
report-see-also = se även
report-limited = { $shown } av { $all } anmärkningar visas. Alla syns med --limit { $all } eller --format json.
report-most-rows = { $broken } av { $rows } rader på { $sheet } har samma anmärkning: { $title }. Har mallen ändrats, eller står uppgiften i en annan kolumn? Så lästes bladet: rutinkoll inspect { $path }
report-judged = { $n ->
    [one] { $n } rad granskad
   *[other] { $n } rader granskade
}
report-with-findings = { $n ->
    [0] ingen med anmärkning
   *[other] { $n } med anmärkning
}
report-counted-by-clause = En anmärkning räknas under varje punkt som den rör.
report-not-checked = Inte kontrollerat
report-undecided = Gick inte att avgöra
report-never = Kan inte kontrolleras
report-no-rule = ingen regel är påslagen
report-failed = Regler som inte fungerade
report-problems = Gick inte att läsa eller granska
report-notes = Bra att veta
report-skipped = Överhoppade blad
report-rules = Regler: { $pack } { $version } ({ $source })
report-built-in = inbyggda
report-rules-off = Avstängda regler: { $rules }
report-rules-changed = Ändrat: { $changes }
report-as-of = per den { $date }
report-seconds = { $seconds } s
report-said-row = Rad { $row } på bladet { $sheet } i { $file }
report-said-cell = Cell { $cell }, { $column }: { $value }.
report-said-because = Skälet: cell { $cell }, { $column }: { $value }.

# Varför en regel inte kontrollerades; `.help` är vad som behövs.
needs-table = tabellen { $table } gavs inte
    .help = ge den med --table { $table }=FIL
