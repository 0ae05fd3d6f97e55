# Vad programmet självt säger, på svenska. Samma id:n som i en.ftl.

## Understanding a sheet
sheet-no-header = Ingen av de { $rows } första raderna är en rubrikrad.
sheet-header-incomplete = Rubrikraden gick inte att känna igen. Rad { $row } ligger närmast: den har { $matched } men saknar { $missing }.
sheet-header-near = Kolumnen { $column } lästes under rubriken ”{ $header }” ({ $letter }). Det är en gissning efter stavningen.
sheet-header-twice = Kolumnen { $column } har mer än en rubrik: { $headers }.
    .help = Ändra rubriken på den som inte är { $column }, och granska igen.
sheet-merged = { $count ->
    [one] Ett sammanfogat block ({ $first }) lästes som om värdet stod i varje cell.
   *[other] { $count } sammanfogade block, det första { $first }, lästes som om värdet stod i varje cell.
}
sheet-header-repeated = { $count ->
    [one] Rubrikraden står en gång till på rad { $row } och hoppades över där.
   *[other] Rubrikraden står { $count } gånger till, först på rad { $row }, och hoppades över där.
}
sheet-below-table = { $count ->
    [one] En rad nedanför tabellen { $table } har innehåll och granskades inte: rad { $row }.
   *[other] { $count } rader nedanför tabellen { $table } har innehåll och granskades inte, från rad { $row }.
}
sheet-beside-table = { $count ->
    [one] En rad har innehåll bredvid tabellen { $table }, som inte granskades: rad { $row }.
   *[other] { $count } rader har innehåll bredvid tabellen { $table }, som inte granskades, från rad { $row }.
}
