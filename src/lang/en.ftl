# What the program itself says, in English. The same ids as in sv.ftl.

## Understanding a sheet
sheet-no-header = None of the first { $rows } rows is a header row.
sheet-header-incomplete = The header row could not be recognised. Row { $row } comes closest: it has { $matched } but lacks { $missing }.
sheet-header-near = The column { $column } was read under the header “{ $header }” ({ $letter }). That is a guess from the spelling.
sheet-header-twice = The column { $column } has more than one header: { $headers }.
    .help = Change the header of the one that is not { $column }, and audit again.
sheet-merged = { $count ->
    [one] One merged block ({ $first }) was read as if its value stood in every cell.
   *[other] { $count } merged blocks, the first { $first }, were read as if their value stood in every cell.
}
sheet-header-repeated = { $count ->
    [one] The header row stands once more on row { $row } and was passed over there.
   *[other] The header row stands { $count } more times, first on row { $row }, and was passed over there.
}
sheet-below-table = { $count ->
    [one] One row below the table { $table } has content and was not audited: row { $row }.
   *[other] { $count } rows below the table { $table } have content and were not audited, from row { $row }.
}
sheet-beside-table = { $count ->
    [one] One row has content beside the table { $table } that was not audited: row { $row }.
   *[other] { $count } rows have content beside the table { $table } that was not audited, from row { $row }.
}
