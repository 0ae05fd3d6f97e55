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
report-limited = { $shown } of { $all } findings are shown here. See them all with --limit { $all }, or with --format json.
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

## Reading files
file-missing = The file does not exist.
    .help = Check the path. A name with spaces must stand in quotation marks.
file-not-permitted = The file may not be read.
    .help = Check that you have access to the file, and that it is not open in Excel.
file-held = The file is open in another program, which lets no one else in.
    .help = Close the file in Excel, or audit a copy of it.
file-is-folder = This is a folder, not a file.
    .help = Name a file in the folder.
file-unreadable = The file could not be read: { $reason }.
    .help = Try to open the file on the same computer. If it is on a network drive, copy it here first.
file-empty = The file is empty.
    .help = Download or save the file again.
file-is-lock = This is a lock file (~$), which Excel puts beside a workbook that is open.
    .help = Name the workbook itself: the same name without ~$.
file-is-pdf = This is a PDF, not a workbook.
    .help = Audit the workbook that the PDF was made from.
file-is-html = This is a web page (HTML), even if its name says otherwise.
    .help = Open the file in Excel and save it as .xlsx.
file-is-xml = This is an XML file, not a workbook.
    .help = Open the file in Excel and save it as .xlsx.
file-is-image = This is a picture, not a workbook.
    .help = Audit the workbook that the picture shows.
file-is-zip = This is a zip archive, but not a workbook.
    .help = Unpack the archive and audit the workbooks in it.
file-is-document = This is an Office document of another kind than a workbook.
    .help = Save its content as .xlsx and audit that file.
file-unknown = The file is neither a workbook nor a text file with columns.
    .help = What can be read is .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv and .txt. Open the file in Excel and save it as .xlsx.
folder-without-workbooks = There are no workbooks in the folder.
    .help = The folder and its subfolders are searched for .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv and .txt.
pattern-without-match = No files match the pattern.
    .help = * stands for any characters, ? for one character and ** for all subfolders.
workbook-encrypted = The workbook is protected by a password and cannot be read.
    .help = Open it in Excel, choose File › Info › Protect Workbook › Encrypt with Password, remove the password and save.
workbook-damaged = The file is damaged: { $part } cannot be read.
    .help = Open the file in Excel, let Excel repair it, and save it again.
workbook-has-dtd = The file contains a DTD, which has no place in a workbook. It is not read.
    .help = Open the file in Excel and save it again.
sheet-damaged = { $row ->
    [0] The sheet is damaged from its start ({ $part }).
   *[other] The sheet is damaged after row { $row } ({ $part }).
}
    .help = Open the file in Excel, let Excel repair it, and save it again.
sheet-missing = The sheet { $sheet } is not in the file.
    .help = Open the file in Excel and save it again.
sheet-without-part = The file names the sheet but does not contain it.
    .help = Open the file in Excel, let Excel repair it, and save it again.
sheet-without-cells = The sheet has no cells: it is a chart or something else that is not a worksheet.
    .help = Choose another sheet with --sheet.
sheet-rows-out-of-order = The rows of the sheet are not in order: row { $row } comes after a later row.
    .help = Open the file in Excel and save it again.
limit-part-size = A part of the file is larger than { $allowed } MiB once unpacked.
    .help = Split the workbook, or raise the limit.
limit-total-size = The file is larger than { $allowed } MiB once unpacked.
    .help = Split the workbook, or raise the limit.
limit-ratio = The file grows more than { $allowed } times when unpacked. That is what a zip bomb looks like, not a workbook.
    .help = Open the file only if you trust its sender. If so, save it again in Excel.
limit-parts = The file has more than { $allowed } parts.
    .help = Open the file in Excel and save it again.
limit-strings = The workbook has more than { $allowed } different texts.
    .help = Split the workbook.
limit-string-bytes = The texts of the workbook are larger than { $allowed } MiB together.
    .help = Split the workbook.
limit-rows = The sheet has more than { $allowed } rows.
    .help = Split the sheet. Excel itself holds 1,048,576 rows.
limit-columns = The sheet has cells beyond column number { $allowed }.
    .help = Open the file in Excel and save it again.
limit-cells-per-row = A row has more than { $allowed } cells.
    .help = Open the file in Excel and save it again.
limit-cell-length = A cell has a text longer than { $allowed } KiB.
    .help = Shorten the text. Excel itself holds 32,767 characters in a cell.
limit-row-size = A row is larger than { $allowed } MiB.
    .help = Open the file in Excel and save it again.
limit-depth = The XML of the file is nested more than { $allowed } levels deep.
    .help = Open the file in Excel and save it again.
limit-facts = The file has more than { $allowed } merged blocks, notes or tables on a sheet.
    .help = Remove what is not needed, or copy the values to a new sheet.
limit-dense-cells = The sheet spans more than { $allowed } cells, the empty ones included.
    .help = Save the file as .xlsx, where empty cells take no room.
