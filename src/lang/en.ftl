# What the program itself says, in English. The same ids as in sv.ftl.

## Understanding a sheet
sheet-no-header = None of the first { $rows } rows is a header row.
sheet-header-incomplete = The header row could not be recognised. Row { $row } comes closest: it has { $matched } but lacks { $missing }.
sheet-header-deep = The header stands on rows { $first } to { $last }.
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
sheet-without-part = The file names the sheet but does not contain it.
    .help = Open the file in Excel, let Excel repair it, and save it again.
inspect-readers-agree = A second reader sees the same in all { $cells } cells.
inspect-readers-differ = A second reader sees something else in { $count } of { $cells } cells: { $places }
cross-check-not-xlsx = This is no .xlsx or .xlsm workbook. Two readers can be compared only on those.
    .help = Leave out --cross-check, or name a workbook of that kind.
sheet-without-cells = The sheet has no cells: it is a chart or something else that is not a worksheet.
    .help = Choose another sheet with --sheet.
sheet-rows-out-of-order = The rows of the sheet are not in order: row { $row } comes after a later row.
    .help = Open the file in Excel and save it again.
limit-part-size = A part of the file is larger than { $allowed } MiB once unpacked.
    .help = Split the workbook. Or raise the limit with --max part-bytes=….
limit-total-size = The file is larger than { $allowed } MiB once unpacked.
    .help = Split the workbook. Or raise the limit with --max total-bytes=….
limit-ratio = The file grows more than { $allowed } times when unpacked. That is what a zip bomb looks like, not a workbook.
    .help = Open the file only if you trust its sender. If so, save it again in Excel. Or raise the limit with --max ratio=….
limit-parts = The file has more than { $allowed } parts or sheets.
    .help = Open the file in Excel and save it again. Or raise the limit with --max parts=….
limit-strings = The workbook has more than { $allowed } different texts.
    .help = Split the workbook. Or raise the limit with --max strings=….
limit-string-bytes = The texts of the workbook are larger than { $allowed } MiB together.
    .help = Split the workbook. Or raise the limit with --max string-bytes=….
limit-rows = The sheet has more than { $allowed } rows.
    .help = Split the sheet. Excel itself holds 1,048,576 rows. Or raise the limit with --max rows=….
limit-columns = The sheet has cells beyond column number { $allowed }.
    .help = Open the file in Excel and save it again. Or raise the limit with --max columns=….
limit-cells-per-row = A row has more than { $allowed } cells.
    .help = Open the file in Excel and save it again. Or raise the limit with --max cells-per-row=….
limit-cell-length = A cell has a text longer than { $allowed } KiB.
    .help = Shorten the text. Excel itself holds 32,767 characters in a cell. Or raise the limit with --max cell-bytes=….
limit-row-size = A row is larger than { $allowed } MiB.
    .help = Open the file in Excel and save it again. Or raise the limit with --max row-bytes=….
limit-depth = The XML of the file is nested more than { $allowed } levels deep.
    .help = Open the file in Excel and save it again. Or raise the limit with --max depth=….
limit-facts = The file has more than { $allowed } merged blocks, notes or tables on a sheet.
    .help = Remove what is not needed, or copy the values to a new sheet. Or raise the limit with --max facts=….
limit-repeated-cells = The sheet repeats more than { $allowed } cells by saying “so many times”.
    .help = Delete the rows and columns that repeat a value to the end of the sheet. Or raise the limit with --max repeated-cells=….
limit-dense-cells = The sheet spans more than { $allowed } cells, the empty ones included.
    .help = Save the file as .xlsx, where empty cells take no room. Or raise the limit with --max dense-cells=….
csv-open-quote = After row { $row } a quotation mark is never closed, so the rest of the file would be one cell.
    .help = If the file was cut off, download it again. Else remove the quotation mark, or save the file from Excel again.
limit-unknown = There is no limit called { $name }{ $meant }.
    .help = The limits: { $names }
limit-no-number = { $value } is no value for { $name }.
    .help = Write a whole number above zero, for a size with a unit if you like: { $name }=2000000, part-bytes=3GiB.

## Faults of a rule pack
fault-did-you-mean = did you mean `{ $name }`?
fault-unknown-key = unknown key `{ $name }`
    .help = What can stand here: { $names }
fault-unknown-word = `{ $name }` cannot stand here
    .help = Choose one of: { $names }
fault-unknown-column = unknown column `{ $name }`
    .help = The columns stand in pack.yaml: { $names }
fault-unknown-test = unknown test `{ $name }`
    .help = What can be tested: { $names }
fault-unknown-term = unknown term `{ $name }`
    .help = The terms stand in pack.yaml: { $names }
fault-unknown-group = unknown group `{ $name }`
    .help = The groups in pack.yaml, under terms: { $names }
fault-unknown-link = unknown link `{ $name }`
    .help = The links stand in pack.yaml: { $names }
fault-unknown-table = unknown table `{ $name }`
    .help = The tables stand in pack.yaml: { $names }
fault-unknown-clause = unknown clause `{ $name }`
    .help = The clauses stand in pack.yaml: { $names }
fault-unknown-setting = unknown setting `{ $name }`
    .help = The settings stand in pack.yaml: { $names }
fault-unknown-rule = unknown rule `{ $name }`
    .help = A rule is called as its file is: { $names }
fault-unknown-row-kind = unknown kind of row `{ $name }`
    .help = The kinds stand in pack.yaml under rows: { $names }
fault-unknown-over = `{ $name }` is nothing that a rule can run over
    .help = Choose one of: { $names }
fault-wrong-type = here belongs { $wanted ->
    [list] a list
    [map] lines of `name: value`
    [flag] true or false
    [count] a whole number
   *[text] a text
    }, not { $found ->
    [nothing] nothing
    [flag] true or false
    [number] a number
    [list] a list
    [map] lines of `name: value`
   *[text] a text
    }
    .help = { $wanted ->
    [list] Put it in square brackets, with commas between: [one, two]
    [map] Write each thing on a line of its own, equally far in: `name: value`
    [flag] Write true for yes and false for no.
    [count] Write the number in digits.
   *[text] Write a single text. Put it in quotation marks if it has a colon or begins with a sign.
    }
fault-duplicate-key = `{ $name }` stands twice
    .help = Remove one; only one of them would have counted.
fault-missing-key = `{ $name }` is missing
    .help = Add the line `{ $name }:`
fault-empty-condition = the condition is empty
    .help = Write what is to hold, or remove the line.
fault-contradiction = the condition can never hold: its parts contradict each other
    .help = Remove one part, or put them under `any of`.
fault-one-test = here belongs a single test
    .help = Several tests are a list: [filled, {"{"} length: 8 {"}"}]
fault-bad-day = `{ $day }` is no day
    .help = Write 2026-11-23, as_of, as_of - 30 days or the name of a date column.
fault-bad-date = `{ $day }` is no day
    .help = Write the day as 2026-11-23.
fault-bad-days = here belongs a number of days
    .help = Write 7 days, for example.
fault-bad-range = `{ $range }` is no range
    .help = Write 8, 6..10, ..1000 or 1.., for example.
fault-open-brace = the brace is never closed
    .help = Write {"{"}Column{"}"}, or {"{{"} for a plain brace.
fault-reserved = `{ $name }` is a word of the rule language and cannot be a name
    .help = Choose another name.
fault-alias-twice = the header `{ $alias }` belongs to both { $one } and { $other }
    .help = Remove it from one of the columns.
fault-term-empty = the term `{ $name }` has no words
    .help = Add words, or includes.
fault-pack-schema = this program reads schema: 1
    .help = Write schema: 1, or get a newer version of the program.
fault-link-needs-within = the link `{ $name }` needs within
    .help = Write within: {"{"} Datum: {"{"} Datum: 7 days {"}"} {"}"}.
fault-no-expect = the rule demands nothing
    .help = Add expect: or script:.
fault-expect-and-script = the rule has both expect and script
    .help = Keep one of them.
fault-script-block = the script must stand in a block
    .help = Write `script: |` and the script indented on the lines below.
fault-script-syntax = the script cannot be read: { $reason }
    .help = Mend the script on this line.
fault-script-open-comment = the comment is never closed, so the rest of the script is not read
    .help = Write */ where the comment ends.
fault-script-row-alias = `{ $name }` can only stand before a column
    .help = Write { $name }.Column or { $name }["A column"].
fault-script-row-index = the column's name must be written out
    .help = Write row["A column"], not a computed name.
fault-yaml = the file is not valid YAML: { $reason }
    .help = Check indents, colons and quotes on the line. Tabs are not allowed.
fault-not-utf8 = the file is not UTF-8: this character cannot be read
    .help = Save the file as UTF-8 (in Notepad: Save as, Encoding).
fault-unreadable = { $path } cannot be read: { $reason }
    .help = Check that the file is there and that you may read it.
fault-no-pack = pack.yaml is missing
    .help = A rule pack is a folder that holds pack.yaml.
fault-rule-id = `{ $name }` is no rule id
    .help = The file's name is the rule's id: a–z, digits and hyphens. Rename the file to { $better }.yaml.
fault-weaker-cycle = `{ $name }` is weaker than itself, in a circle
    .help = Remove one weaker_than of the circle.
advice-language-missing = a text in { $lang } is missing
    .help = Add a line `{ $lang }:`
advice-no-tests = the rule has no tests
    .help = Add tests: with at least one row that keeps the rule and one that breaks it.
script-no-answer = the script answered { $found }, not true, false or undecided()
    .help = Let the last line be a condition.
script-too-long = the script works for too long and was stopped
    .help = Look for a loop that does not end, or do less for each row.
script-too-large = the script builds too large a text or list and was stopped
    .help = Look for something that grows each time round.
script-too-deep = the script calls itself too deeply and was stopped
    .help = Let the function stop calling itself.
script-unfit = there is no such comparison or function for these values: { $call }
    .help = See that both sides are of the same sort: text with text, number with number, day with day.
script-broke = the script stopped: { $reason }
    .help = Mend the script on this line.
script-stopped = the script stopped at a value that it cannot handle
    .help = Mend the script on this line. The value is not shown, since it may be personal data.
rule-failed = the rule broke on row { $row } ({ $place }): { $reason }
    .help = Mend the rule. The other rules have been run.
rules-faulty = { $count ->
    [one] The rule pack has one fault. Nothing has been audited.
   *[other] The rule pack has { $count } faults. Nothing has been audited.
    }
rules-checked = { $faults ->
    [one] The rule pack has one fault
   *[other] The rule pack has { $faults } faults
    }{ $advice ->
    [0] .
    [one] {" "}and one piece of advice.
   *[other] {" "}and { $advice } pieces of advice.
    }
rules-sound = { $pack } { $version }: { $rules } rules, no faults, { $advice } pieces of advice
rules-tested = { $passed } tests passed, { $failed } failed
rules-no-pack = { $folder } holds no rule pack
    .help = Name a folder that holds pack.yaml, or one with a single such folder in it.
rules-several-packs = { $folder } holds several rule packs: { $packs }
    .help = Name one of them with --rules.
rule-unknown = unknown rule: { $name }{ $meant }
    .help = Every rule: rutinkoll rules list
rule-off = off
test-missing = missing
test-noisy = noisy
test-wrong = wrong
test-passed = passed

## More faults of a pack, and advice about it
fault-empty-file = the file is empty
    .help = Write a rule in it, or remove the file.
fault-empty-list = nothing stands here
    .help = Write at least one thing, or remove the line.
fault-one-entry = a single entry must stand here
    .help = Remove what is too much.
fault-no-text = the text is empty
    .help = Write a text in each language: {"{"} sv: …, en: … {"}"}
fault-word = `{ $word }` cannot be looked for
    .help = A phrase needs words with letters. * may only stand first or last in a word, and ~ only between two words.
fault-term-cycle = the term `{ $name }` is made of itself
    .help = Remove one of the names under includes, so that the circle is broken.
fault-link-is-column = `{ $name }` is both a column and a link
    .help = Give the link another name.
fault-link-from-none = no table has all the columns before the colon
    .help = A link to the sheet starts in a table. Write the table's column first: match: {"{"} Column of the table: Column of the sheet {"}"}
fault-link-test = `{ $name }` is a link, and is only tested with found or missing
    .help = Test one of its columns: { $name }.Column
fault-no-date = `{ $name }` is not a date column
    .help = Choose a column with type: date, or change the column's type in pack.yaml.
fault-no-number = `{ $name }` has no numbers
    .help = Choose a column with type: number, or change the column's type in pack.yaml.
fault-date-literal = `{ $name }` is a date column, and this is no date
    .help = Write the day as 2026-11-23.
fault-never-broken = what is demanded has already been said in when, so the rule can never find anything
    .help = Remove the condition from when, or demand something else.
fault-valid-backwards = from comes after to, so the rule never holds
    .help = Swap the days.
fault-valid-without-day = valid needs a date column, and there is none
    .help = Remove valid, or give a column type: date in pack.yaml.
fault-unknown-facet = `{ $name }` cannot stand after the full stop
    .help = Choose one of: { $names }
fault-fact-elsewhere = `{ $name }` does not exist in this text
    .help = count, rows and oldest exist under together, column in rules over cells and headers, header in rules over headers.
fault-test-row = the test has { $rows ->
    [one] one row
   *[other] { $rows } rows
    }
    .help = Count the rows from 1.
fault-setting-sort = the setting is of another sort in the rule pack: { $own }
    .help = Write a value of the same sort.
fault-file-name = the file does not count under this name
    .help = Rename it to { $better }.
fault-file-too-large = { $path } is larger than 1 MiB
    .help = A rule file is a short text. Check that it is the right file.
fault-script-empty = the script is empty
    .help = Write a condition, or remove the line.
fault-script-loose = this stands outside a function and never runs
    .help = Move it into a function. The files in lib/ hold functions only.
fault-script-variable = unknown name `{ $name }`
    .help = There are { $names }, and what the script itself names with let. A column is written row.Column.
fault-script-word = scripts have no `{ $word }`
    .help = A script can only read the row and answer: no files, no waiting, no printing.
fault-script-missing = { $token } is missing here
    .help = Add { $token }, or look at the line before.
fault-script-list = a , belongs here, or the list ends
    .help = Check that every ( and [ is closed, and that commas stand between the values.
fault-script-quote = the quotation mark is never closed
    .help = Add a quotation mark where the text ends.
fault-script-unfinished = the script ends too early
    .help = Check that every bracket, brace and quotation mark is closed.
fault-script-too-large = the script is too large
    .help = Split it into functions in lib/.
fault-script-function = unknown function `{ $name }`
    .help = Functions that can be used: { $names }
fault-script-arguments = `{ $name }` takes { $wanted } values, not { $found }
    .help = Correct what stands in the brackets.
fault-function-twice = there is already a function `{ $name }`
    .help = Give it another name.
advice-file-ignored = `{ $name }` does not count
    .help = Rules stand right in the folder and end in .yaml, functions stand in lib/ and end in .rhai. Remove the file if it should not count.
advice-term-unused = the term `{ $name }` is not used
    .help = Remove it, or use it in a rule.
advice-setting-unused = the setting `{ $name }` is not used
    .help = Remove it, or write ${ $name } in a rule.
advice-link-unused = the link `{ $name }` is not used
    .help = Remove it, or use it in a rule.
advice-function-unused = the function `{ $name }` is not used
    .help = Remove it, or use it in a rule.
advice-same-rule = the rule tests the same as `{ $name }`
    .help = Remove one of them, or make them differ.
yaml-tab = the line is indented with a tab
    .help = Indent with spaces instead.
yaml-alias = references with & and * are not used here
    .help = Write the value out. If the text should begin with & or *, put it in quotation marks.
yaml-several = the file has several documents
    .help = Remove the line with --- or ... and what belongs to the second document.
yaml-quote = a quotation mark is not closed, or the text goes on after it
    .help = Put the whole text in quotation marks. A quotation mark in the text is written '' in single and \" in double ones.
yaml-bracket = a brace or a bracket does not match
    .help = Check that every {"{"} and [ is closed. A text that begins with {"{"} or [, or stands inside them and has a comma, must stand in quotation marks.
yaml-indent = the indentation is wrong
    .help = Lines that belong together begin equally far in.
yaml-colon = there is one colon too many here
    .help = A text with a colon and a space must stand in quotation marks. Otherwise a new key begins on a new line.
yaml-key = `name: value` must stand here
    .help = Check that the line has a colon followed by a space, and that it is indented like the lines around it.
yaml-tag = a word may not begin with !
    .help = Put the text in quotation marks.
yaml-character = a text may not begin like this
    .help = Put the text in quotation marks.
yaml-too-much = the file is too large or has too many levels
    .help = Split it. A rule is a few lines in a few levels.
regex-group-unclosed = the bracket in the pattern is never closed
    .help = Add ), or write \( for an ordinary bracket.
regex-group-unopened = the bracket in the pattern is never opened
    .help = Remove ), or write \) for an ordinary bracket.
regex-class-unclosed = the square bracket in the pattern is never closed
    .help = Add ], or write \[ for an ordinary square bracket.
regex-class-range = the range in the square bracket cannot be read
    .help = Write it from lower to higher, as a-z. An ordinary hyphen stands last: [a-z-]
regex-repetition-missing = there is nothing to repeat before this character
    .help = Write something before it, or put \ before an ordinary ?, * or +.
regex-repetition-count = the number in the braces cannot be read
    .help = Write for example {"{"}2{"}"} or {"{"}2,5{"}"}, or \{"{"} for an ordinary brace.
regex-escape = \ followed by this character means nothing
    .help = Write \\ for an ordinary backslash.
regex-unsupported = the pattern looks ahead, behind or refers to itself, which cannot be done here
    .help = Write it as several tests instead.
regex-too-large = the pattern is too large
    .help = Use smaller repetitions, or split it.
regex-unknown = the pattern cannot be read
    .help = The pattern is a regular expression. Put it in single quotation marks.

## Descriptions in the schema of rule files
schema-clauses = The clauses that the rule rests on, as pack.yaml numbers them.
schema-basis = Why there is a rule: routine (the routine says so), assumption, quality (the data is damaged) or privacy (something that should not be in the sheet).
schema-severity = How grave it is: error, warning or info.
schema-off = true turns the rule off. Every report then names it as off.
schema-title = What the fault is called, in each language.
schema-message = What is wrong on the row. {"{"}Column{"}"} is what stands in the column, {"{"}Column.letter{"}"} its letter and {"{"}Column.cell{"}"} the cell.
schema-help = What whoever filled in the row is to do.
schema-over = What is judged: sheet (each row), cells (each filled cell of the pack's columns), every_cell (every filled cell), headers or a table.
schema-valid = The days that the rule held: from and to, both included.
schema-weaker-than = Rules with stronger evidence. This one is judged only on rows that they left undecided.
schema-when = Which rows the rule concerns. Without when: all of them.
schema-expect = What the row must keep. Where it is broken there is a finding.
schema-script = Instead of expect: a script that answers true, false or undecided().
schema-at = The column that the finding points at.
schema-related = A link whose row is shown beside.
schema-together = Broken by more rows than above, they become one finding.
schema-tests = Rows that keep the rule, break it or are no concern of it.
schema-untested = Outcomes that no row can have, with the reason: pass, fail or not_applicable.
schema-all-of = Every condition holds.
schema-any-of = At least one condition holds.
schema-none-of = No condition holds.
schema-only-filled = No other column of the row is filled.
schema-undecided = Never holds and is never broken: the answer is undecided, for the reason given.
schema-exists = A row of the link's table fulfils where.
schema-unique = No earlier row has the same values.

## The audit
why-column-absent = the column { $column } is missing
why-table-absent = the table { $table } was not given
    .help = give it with --table { $table }=FILE
why-unknown-kind = { $column } is of an unknown kind
    .help = say what they are in pack.yaml: terms
why-unreadable = { $column } cannot be read
why-error-cell = { $column } shows an error
why-no-value = { $column } is a formula without a stored value
why-outside-period = the row lies outside the days in { $table }
why-several = several rows of { $table } fit and differ
why-candidate = a row of { $table } cannot be read
why-no-key = the row lacks what { $table } is searched by
why-script = the row does not say enough
why-no-day = the row has no readable day
why-nothing = it cannot be told
related-earlier-row = already stands on row { $row }
masked-value = ‹hidden›
no-header-closest = Closest: { $closest }
no-header-at-all = Check that it is the right file.
no-header = no sheet has the header
    .help = { $closest }
sheet-unknown = there is no sheet “{ $sheet }”{ $meant }
    .help = The sheets are: { $sheets }
sheet-unread = could not be read
sheet-no-cells = is no worksheet
sheet-not-asked-for = was not asked for
sheet-own = is rutinkoll’s own, from an earlier audit
sheet-hidden = { $how ->
    [very] hidden so that only a program can show it
   *[other] hidden
}
table-unknown = unknown table { $table }{ $meant }
    .help = The tables are: { $tables }
table-twice = the table { $table } was given twice
    .help = Give it once.
table-no-header = no header in the file is one that { $table } needs: { $needed }
    .help = Check that it is the right export. If the columns are called something else, rutinkoll inspect FILE --table { $table } proposes what to write in rutinkoll.yaml.
table-no-cells = the file has no sheet with rows for { $table }
    .help = Check that it is the right file, and that the sheet is not hidden.
table-lacks-column = { $table } lacks { $missing }{ $nearest }
    .help = Another name for the column is written under aliases in rutinkoll.yaml. Other headers in the file: { $headers }
table-nearest-header = ; nearest to { $column } is “{ $header }”
table-key-empty = { $column } is blank on every row of { $table }, so nothing can be looked up
    .help = Check the export: the column should be filled in.
output-unknown = { $path }: that format cannot be written
    .help = The extension says which format it will be: { $known }.
output-failed = { $path }: the report could not be written: { $reason }
    .help = Check that the folder is there and that you may write to it.
severity-error = error
severity-warning = warning
severity-info = info
did-you-mean = , did you mean { $name }?
# Why a rule was not checked; `.help` is what it needs.
needs-table = the table { $table } was not given
    .help = give it with --table { $table }=FILE
why-no-sheet = no sheet could be audited
fault-advice = advice

## Reports to files and to other programs
report-title = Audit
report-about = About this report
report-by-input = By workbook
report-by-adviser = By person
report-adviser = person { $n }
report-adviser-unknown = unknown
rule-cell = the cell
totals-rows-with-findings = Rows with findings
totals-errors = Errors
totals-warnings = Warnings
totals-infos = Info
about-created = Made
about-erase = Erase by
about-personal = Personal data
about-personal-shown = This report holds personal data. Keep it no longer than it is needed, and send it only to whoever will act on it.
about-personal-masked = Personal data is masked. Whoever has the workbook can look the rows up there.
about-personal-none = This report holds no values from columns with personal data.
about-as-of = As of
about-rules = Rules
about-off = Rules that are off
about-changed = Changed rules
about-options = Options that change the outcome
about-program = Program
about-file = File
csv-kind = Kind
csv-finding = finding
csv-severity = Severity
csv-title = Title
csv-rule = Rule
csv-basis = Basis
csv-file = File
csv-sheet = Sheet
csv-row = Row
csv-cell = Cell
csv-column = Column
csv-value = Value
csv-message = What is wrong
csv-help = What to do
csv-because = Because
csv-related = See also
markdown-where = Where
markdown-too-long = This report is longer than one Teams message holds (28 kB). Split it, or attach it as a file.
github-limit = { $counts }. GitHub shows at most { $shown } of each kind for a step; all of them are in the log.
sarif-limit = { $shown } of { $all } findings are in this file, the gravest: GitHub takes no more. All of them are in --format json.
output-over-input = { $path } is one of the files being audited
    .help = Choose another name: the original is never written over.
output-over-pack = { $path } belongs to the rule pack
    .help = Choose another place.
output-twice = { $path } is given twice
    .help = Give each report once.
adviser-not-marked = the rule pack does not say which column shows who filled in the row
    .help = Write adviser: true at the column in pack.yaml.

## The annotated copy
file-changed = the file has changed since it was audited
annotate-nothing = Nothing to remark on.
annotate-back = To the row in the audit
annotate-has-note = The cell has a note already, which is kept; this stands only here.
annotate-holds = This is a copy of the workbook and holds everything that it holds, personal data included.
annotate-rebuilt = A new workbook with the values of { $path }: only an .xlsx can be copied as it is. Looks, formulas and sheets that were not audited are not in it.
annotate-damaged = the workbook is damaged
annotate-unusual = the workbook is written in a way that cannot be marked safely
annotate-io = { $reason }
annotate-unread = there is no audited workbook to copy
annotate-no-file = a copy must be written to an ordinary file
output-not-copied = { $path }: no annotated copy was written: { $reason }
annotate-several = { $path }: an annotated copy is made of one workbook at a time, and here are { $count }
    .help = Audit them one by one, or choose another format for all of them.
annotate-extension = { $path }: the copy must be called { $wanted }, as the workbook is
    .help = Excel will not open the file otherwise.

## The page
html-skip = To the findings
html-contents = Contents
html-findings = Findings
html-bar = Bar
html-filter = Choose findings
html-all = all
html-clause = Clause
html-text = Text
html-reset = Show all
html-shown = {"{"}shown{"}"} of {"{"}all{"}"} shown
html-by-clause = By clause
html-by-week = By week
html-week-label = Week
html-week = week { $week }, { $year }
html-undated = { $n ->
    [one] One finding is about a row without a readable date.
   *[other] { $n } findings are about rows without a readable date.
}
open-without-page = there is no page to open
    .help = Give it a name with -o FILE.html.
open-failed = { $path } is written but could not be opened: { $reason }
## Tables
why-outside-sheet = the row lies outside the days of the sheet
why-several-in-sheet = several rows of the sheet fit and say different things
why-candidate-in-sheet = a row of the sheet is incomplete or cannot be read
why-no-key-of-sheet = the row lacks what the sheet is searched by
why-not-there = { $column } is not in { $table }
why-not-there-in-sheet = { $column } is not in the sheet
why-none-fits = no row of { $table } is of the kind that is looked for
    .help = check that it is the right export, and its words in pack.yaml
why-none-fits-in-sheet = no row of the sheet is of the kind that is looked for
why-no-address = { $column } is no address
why-said = { $reason }
miss-days = { $days ->
    [one] one day from the row, at most { $near } count
   *[other] { $days } days from the row, at most { $near } count
}
miss-kind = not of the kind that is looked for
miss-taken = already answers for row { $row }
miss-taken-elsewhere = already answers for row { $row } on another sheet
address-alike = the same address, written alike
address-same = the same address, only written differently
address-near = what differs is { $parts }
address-care-of = the c/o
address-street = the street
address-number = the number
address-entrance = the entrance
address-apartment = the apartment
address-floor = the floor
address-box = the box
address-postcode = the postcode
address-town = the town
address-other = something that could not be understood
fault-link-from = the link `{ $name }` must say which table it starts from
    .help = Write from: and the table's name.
fault-link-pool = the link `{ $name }` cannot share a pool with the others
    .help = Links of one pool have take: one_each and lead to the same place.
fault-script-name = `{ $function }` must have its name written out
    .help = Write { $function }("name"), not a name that is worked out.
report-table = Table { $table }
report-period = { $from } – { $to }
miss-taken-here = already answers for something else on the same row
why-linked = { $column } in { $table } cannot be read
why-linked-in-sheet = { $column } on the sheet's row cannot be read
why-linked-absent = { $table } lacks the column { $column }
why-linked-absent-in-sheet = the sheet lacks the column { $column }
## The rules' tests
test-untried = untried
coverage-no-pass = no test shows a row that keeps the rule
    .help = Add a test with expect: pass. If no row can keep it: untested: {"{"} pass: the reason {"}"}
coverage-no-fail = no test shows a row that breaks the rule
    .help = Add a test with expect: {"{"} fail: COLUMN {"}"}
coverage-no-not-applicable = no test shows a row that the rule does not concern
    .help = Add a test with expect: not_applicable
coverage-excuse-stale = there is a test with { $outcome }, so the reason “{ $why }” is not needed
    .help = Remove it under untested.
coverage-never-held = “{ $part }” under { $section } has held in no test
    .help = Add a test where it holds.
coverage-never-broken = “{ $part }” under { $section } has held in every test
    .help = Add a test where it does not hold.
coverage-never-seen = “{ $part }” under { $section } has been tried in no test
    .help = Add a test where it holds, and one where it does not.
coverage-clause-without-rule = clause { $clause } ({ $title }) has no rule
    .help = Write a rule for it, or decided: never and why in pack.yaml.
coverage-clause-without-reason = clause { $clause } ({ $title }) cannot be checked, but the reason is missing
    .help = Write why at the clause in pack.yaml.
rules-coverage = { $gaps ->
    [0] Everything is tried: outcomes, conditions and clauses.
    [one] One gap in what is tried.
   *[other] { $gaps } gaps in what is tried.
}
mutant-unnoticed = unnoticed
mutant-dropped = no test notices if the line “{ $from }” is taken out of { $section }
mutant-changed = no test notices if “{ $from }” in { $section } becomes “{ $to }”
mutant-suggestion = a test that would have noticed:
mutant-no-suggestion = No test that would notice was found. If no row can show the difference, add to equivalent-mutants.yaml: { $entry }
mutant-stale = equivalent-mutants.yaml: { $rule }: “{ $mutant }” does not exist, or a test notices it. Remove the entry.
mutant-tests-fail = { $rule }: its tests fail as the rule is; nothing was changed.
rules-mutated = { $tried } changes tried, { $survived } noticed by no test, { $equivalent } listed as equivalent

## Rules in words
say-and = and
say-or = or
say-all = all of these hold:
say-any = at least one of these holds:
say-only-filled = { $not ->
    [yes] something other than { $fields } is filled in
   *[no] nothing but { $fields } is filled in
}
say-exists = { $not ->
    [yes] no row of { $table } belongs to the row
   *[no] some row of { $table } belongs to the row
}
say-exists-where = { $not ->
    [yes] there is no row of { $table } where { $where }
   *[no] there is a row of { $table } where { $where }
}
say-unique = { $not ->
    [yes] an earlier row has the same { $fields }
   *[no] no earlier row has the same { $fields }
}
say-unique-within = { $not ->
    [yes] an earlier row within { $days } days has the same { $fields }
   *[no] no earlier row within { $days } days has the same { $fields }
}
say-link-found = the row has its match in { $table }
say-link-missing = the row has no match in { $table }
say-column-found = there is a column { $field }
say-column-missing = there is no column { $field }
say-is = { $not ->
    [yes] { $field } is not { $state }
   *[no] { $field } is { $state }
}
say-state-filled = filled in
say-state-filled-neuter = filled in
say-state-blank = blank
say-state-blank-neuter = blank
say-readable = { $not ->
    [yes] { $field } cannot be read
   *[no] { $field } can be read
}
say-known = { $not ->
    [yes] { $field } is of no known kind
   *[no] { $field } is of a known kind
}
say-mentions = { $not ->
    [yes] { $field } does not say “{ $phrase }” or the like
   *[no] { $field } says “{ $phrase }” or the like
}
say-matches = { $not ->
    [yes] { $field } does not match { $pattern }
   *[no] { $field } matches { $pattern }
}
say-pattern-named = the pattern { $name } (in pack.yaml)
say-pattern = the pattern “{ $pattern }”
say-same-as = { $not ->
    [yes] { $field } is not the same as { $other }
   *[no] { $field } is the same as { $other }
}
say-mentioned-in = { $not ->
    [yes] { $field } does not stand in { $other }
   *[no] { $field } stands in { $other }
}
say-undecided = it cannot be told: { $reason }
say-difference = ‹what differs›
say-same-address = { $not ->
    [yes] { $field } is not the same address as { $other }
   *[no] { $field } is the same address as { $other }
}
say-near-address = { $not ->
    [yes] { $field } is not nearly the same address as { $other }
   *[no] { $field } is nearly the same address as { $other }
}
say-address-complete = { $not ->
    [yes] { $field } has no address with postcode and town
   *[no] { $field } has an address with postcode and town
}
say-address-no-postcode = { $not ->
    [yes] { $field } is not an address without a postcode
   *[no] { $field } is an address without a postcode
}
say-address-foreign = { $not ->
    [yes] { $field } is not a foreign address
   *[no] { $field } is a foreign address
}
say-address-none = { $not ->
    [yes] { $field } is an address of some kind
   *[no] { $field } is no address
}
say-address-mentioned = { $not ->
    [yes] { $field } contains no address
   *[no] { $field } contains an address
}
say-identity-number = { $not ->
    [yes] { $field } contains no personal identity number
   *[no] { $field } contains a personal identity number
}
say-before = { $not ->
    [yes] { $field } is not before { $day }
   *[no] { $field } is before { $day }
}
say-after = { $not ->
    [yes] { $field } is not after { $day }
   *[no] { $field } is after { $day }
}
say-length = { $not ->
    [yes] { $field } does not have { $range } characters
   *[no] { $field } has { $range } characters
}
say-is-state = { $not ->
    [yes] { $field } is not { $state }
   *[no] { $field } is { $state }
}
say-state-error = an error value
say-state-no-value = a formula without a stored value
say-state-merged = a merged cell
say-state-damaged = a damaged number
say-state-ambiguous-date = an ambiguous date
say-state-bad-date = a date that cannot be read
say-state-typed-date = a date typed as text
say-state-struck = struck through
say-header-required = { $not ->
    [yes] the column need not be there
   *[no] the column must be there
}
say-header-optional = { $not ->
    [yes] the column must be there
   *[no] the column need not be there
}
say-header-exact = { $not ->
    [yes] the header is not the column's name
   *[no] the header is the column's name
}
say-header-alias = { $not ->
    [yes] the header is not one of the column's other names
   *[no] the header is one of the column's other names
}
say-header-near = { $not ->
    [yes] the header does not merely resemble the column's name
   *[no] the header merely resembles the column's name
}
say-header-missing = { $not ->
    [yes] the column is there
   *[no] the column is missing
}
say-header-twice = { $not ->
    [yes] the column is not there twice
   *[no] the column is there twice
}
say-the-header = the header
say-the-column = the column
say-the-sheet = the sheet
say-first-cell = the row's first cell
say-cell = the cell
say-linked = { $column } in { $table }
say-outer = the row's { $column }
say-as-of = the day of the audit
say-days-before = { $days } days before the audit
say-days-after = { $days } days after the audit
say-between = between { $least } and { $most }
say-at-least = at least { $least }
say-at-most = at most { $most }
say-letter = ‹letter›
say-cell-of = ‹the cell { $field }›
say-nearest = ‹nearest kinds›
say-fact-column = ‹the column›
say-fact-header = ‹the header›
asks-rows = rows
asks-cells = cells
asks-every-cell = cells, those outside the columns too,
asks-headers = columns
asks-table = rows of the table { $table }
asks-all = Applies to all { $whole }.
asks-where = Applies to { $whole } where
asks-demands = Demands that
asks-from = In force from { $day }.
asks-to = In force until { $day }.
asks-script = A script decides:
example-empty = (empty row)
example-blank = (blank)
example-no-value = (formula without a value)
page-basis-routine = stands in the routine
page-basis-assumption = an assumption, not the routine's
page-basis-quality = the data is damaged or ambiguous
page-basis-privacy = protects personal data
page-off = turned off
page-message = Says: { $message }
page-help = What to do: { $help }
page-weaker = Judged only where stronger evidence is lacking: { $rules }.
page-passes = Keeps the rule:
page-fails = Breaks the rule:
page-not-applicable = The rule does not apply:
page-undecided = Cannot be decided:
page-needs = Needs { $needs }.
page-columns = the columns { $columns }
page-table = the table { $table } (--table { $table }=FILE)
page-needs-nothing = Needs nothing in particular.
page-more = and { $left } more: rutinkoll rules explain
page-change = Change its severity, or turn it off, in rutinkoll.yaml beside the workbook:
rules-page-title = The rules
rules-page-intro = { $count } rules of { $pack } { $version }, clause by clause and then one by one. The program wrote this page; change the rule, not the page.
rules-page-never = cannot be checked. { $why }
rules-none-match = no rule matches
    .help = Leave out one of the conditions. Every rule: rutinkoll rules list
rule-or-clause-unknown = unknown rule or clause: { $name }{ $meant }
    .help = Every rule: rutinkoll rules list
clause-never = Clause { $clause } ({ $title }) cannot be checked: { $why }
clause-without-rules = Clause { $clause } ({ $title }) has no rule.

## Before and after
diff-new = new
diff-gone = gone
diff-changed = changed
diff-was = { $now } (was { $was })
diff-count = { $new } new, { $gone } gone, { $changed } changed
preview-packs = Now: { $old }. Changed: { $new }.
watch-waiting = Waiting for something to be saved. Ctrl+C ends.
watch-saved = Saved: { $files }
watch-same = The same result as before: { $findings } findings.
watch-kept = The last result stands.
watch-only-terminal = --watch works with files and folders only, and with --format terminal
    .help = Reports to files (-o) are written anew at each audit.
watch-impossible = the files cannot be watched: { $reason }
watch-trouble = the watch stumbled: { $reason }
    .help = Save again if nothing happens, or start over.

## New rules, a pack of one's own
new-needs-folder = there is no rule pack to put the rule in, only the built-in one
    .help = Write that out first: rutinkoll rules export rules
new-bad-id = { $id } cannot be the name of a rule
    .help = Lower-case letters a–z, digits and hyphens, a letter first: receipt-missing
new-exists = { $path } is there already
    .help = A rule's name is used only once. Choose another.
new-failed = { $path } could not be written: { $reason }
    .help = Check that you may write in the folder.
new-written = { $path } is written. Fill it in, and try it with: rutinkoll rules test { $folder } { $id }
scaffold =
    # yaml-language-server: $schema=rule.schema.json
    # The clauses of the routine that the rule rests on; they stand in pack.yaml.
    clauses: [{ $clause }]
    # routine, assumption, quality or privacy
    basis: assumption
    # error, warning or info
    severity: info
    title:
    { $title }
    # The rows it applies to. Take it away if it applies to all.
    when:
    {"  "}{ $column }: filled
    # What it demands of them.
    expect:
    {"  "}{ $other }: filled
    message:
    { $message }
    help:
    { $help }
    # Fill in the rows. Until then the tests fail.
    tests:
      - name: a row as it should be
        row: {"{}"}
        expect: pass
      - name: a row that breaks the rule
        row: {"{}"}
        expect: {"{"} fail: { $other } {"}"}
      - name: a row that the rule does not concern
        row: {"{}"}
        expect: not_applicable
scaffold-title = What is wrong, in a few words
scaffold-message = What is wrong with the row.
scaffold-help = What to do about it.
export-not-empty = { $path } is not an empty folder
    .help = Name a folder that does not exist, or an empty one. Nothing is overwritten.
export-failed = the rule pack could not be written to { $path }: { $reason }
    .help = Check that you may write there.
export-written = { $rules } rules are written to { $path }. Use them with --rules { $path }; read { $path }/README.md.
export-written-found = { $rules } rules are written to { $path } and are used from here and in the folders below. Read { $path }/README.md.
export-readme =
    # The rules are yours

    This is the rule pack { $pack } { $version }, written out by `rutinkoll rules export`. Change the files;
    the next audit reads what you have saved. `pack.yaml` has columns, words, settings and the clauses of the
    routine. Every other file is a rule, with its tests last. `lib/` has what several rules share.

    ```sh
    rutinkoll rules list --rules { $dir }
    rutinkoll rules explain RULE --rules { $dir }
    rutinkoll rules check { $dir }
    rutinkoll rules test { $dir }
    rutinkoll rules preview --against { $dir } WORKBOOK
    rutinkoll audit --rules { $dir } WORKBOOK
    rutinkoll rules new NEW-RULE --rules { $dir }
    ```

    A folder called `rules` is found by itself, where you stand or in a folder above; then `--rules` is not needed.
    `preview` shows what a change does before it counts. Set a new `version` in `pack.yaml` when you have changed
    something: it stands in every report. A fault in a file stops the audit and is shown at its place.
## Reports of earlier audits
past-empty = The file is empty.
    .help = Make the report again: rutinkoll audit FILE -o report.json
past-folder = It is a folder, not a report.
    .help = Give the report's file, such as folder/report.json.
past-workbook = The file is a workbook, not a report.
    .help = Give the report that -o report.json wrote. To audit the workbook: rutinkoll audit FILE
past-markup = The file is a web page or XML, not a report in JSON.
    .help = Give the report that -o report.json wrote.
past-lines = The report is written as ndjson, a finding a line. Here it must be json.
    .help = Write it with -o report.json or --format json.
past-sarif = The report is written as SARIF. Here it must be json.
    .help = Write it with -o report.json or --format json.
past-other = The file is JSON, but no report of rutinkoll audit.
    .help = Give the report that -o report.json or --format json wrote.
past-not-json = The file is not JSON: the fault is on line { $line }, character { $column }.
    .help = Give the report that -o report.json wrote. If somebody has edited it, audit the workbook again.
past-cut = The report is cut off: it ends half-way, on line { $line }.
    .help = Fetch it again, or audit the workbook again. What is missing cannot be guessed.
past-too-large = The report is larger than { $allowed } MiB.
    .help = Audit fewer workbooks at a time, with a report for each.
past-older = The report is of version { $version }. This program reads version { $known }.
    .help = Audit the workbook again to get a report of the new version.
past-newer = The report is of version { $version }. This program reads version { $known }.
    .help = A newer rutinkoll made it. Upgrade, or audit the workbook again with this one.
past-text = { $place } is missing or is not text.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-number = { $place } is missing or is not a whole number.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-time = { $place } is not a date or a time.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-list = { $place } is missing or is not a list.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-word = { $place } is “{ $found }”. It should be one of: { $known }.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-twice = Two findings have the same fingerprint: { $one } and { $other }.
    .help = The report is not as rutinkoll wrote it. Audit the workbook again.
past-edited = The report has been changed since it was made: what it says does not match its digest.
    .help = Use the original, or audit the workbook again.
past-unsealed = The report has no digest: an older rutinkoll made it, or somebody has edited it.
    .help = Audit the workbook again.

## Two reports against each other
compare-other-secret = The reports' fingerprints are made with different secrets ({ $old } and { $new }), so no finding can be recognised.
    .help = Audit the workbook again with the secret of the older report.
compare-by-place = The reports lack fingerprints. Findings are recognised by where they stand and what the row shows: where rows have moved, an old finding may look new.
compare-other-words = The reports are in different languages, or show different amounts. Texts and values are not compared.
compare-other-pack = Different rule packs: { $old } and { $new }.
compare-shared = What all rules share in pack.yaml, lib/ or the settings has changed: words, columns, values.
compare-other-program = Different versions of rutinkoll: { $old } and { $new }.
compare-table-gone = The table { $table } was given to the older only.
compare-table-new = The table { $table } was given to the newer only.
compare-table-other = The table { $table } has changed.
compare-other-options = The audits were made with different options: { $option ->
    [sheets] --sheet
    [limits] --max
   *[other] tables' from and to
}.
diff-from = From { $path }, as of { $date }, { $pack }: { $findings ->
    [one] 1 finding
   *[other] { $findings } findings
}
diff-to = To { $path }, as of { $date }, { $pack }: { $findings ->
    [one] 1 finding
   *[other] { $findings } findings
}
diff-rules = Rules that did not judge alike
diff-rule-added = new rule
diff-rule-removed = removed
diff-rule-on = turned on
diff-rule-off = turned off
diff-rule-checked = checked, but not in the older
diff-rule-not-checked = not checked, but in the older
diff-rule-changed = changed
diff-rule-severity = given another severity
diff-because-sheet = The sheet differs
diff-because-rules = Other rules judged
diff-because-either = Other rules judged another sheet: which it is cannot be told
diff-because-tables = The same sheet and the same rules, with other tables
diff-because-not-audited = One of the audits did not look there
diff-because-day = The same sheet and the same rules, but another day or another program
diff-by-sheet = By sheet
diff-sheet = sheet
diff-waived = accepted

## Reports over time
trend-week = week
trend-week-of = { $year } w. { $week }
trend-rows = rows
trend-findings = findings
trend-new = new
trend-mended = mended
trend-otherwise = for other reasons
trend-waived = accepted
trend-by-place = At least two reports lack fingerprints. New and mended are counted by place: where rows have moved, they are counted wrongly.
trend-other-secret = { $path } has fingerprints made with another secret than the report before it. New and mended cannot be counted there.
trend-several = The last report of a week counts. Not counted ({ $count }): { $paths }
trend-several-clauses = A finding that rests on two clauses counts under both.
trend-none = { $path } holds no reports in JSON.
    .help = Keep one after each audit: rutinkoll audit FILE -o reports/2026-11-23.json
trend-folder-unread = { $path } could not be read: { $reason }.

## Is the report of the files?
verify-word-same = same
verify-word-other = other
verify-word-unknown = unknown
verify-word-remark = note
verify-whole = The report is as it was written.
verify-same = { $path }
verify-other = { $path } has changed or is another file.
verify-not-given = { $path } was audited but is not given here.
verify-not-of-report = { $path } is not of the report.
verify-was-unread = { $path } could not be read when the report was made.
verify-unread = { $path }: { $reason }
verify-rules-same = Rules: { $pack }
verify-rules-other = Rules: { $pack } judged the report, here is { $now }. What differs: { $rules }
verify-settings-other = Settings: then { $then }, now { $now }
verify-rules-unread = Rules: { $reason }
verify-program = The report was made by rutinkoll { $then }. This is { $now }.
verify-unchecked = { $count ->
    [one] 1 rule was
   *[other] { $count } rules were
} not checked when the report was made.
verify-yes = The report is of these files and these rules.
verify-no = The report is not of all this.
verify-unknown = That cannot be told: something that the report rests on is not here.

## How sheets were understood (inspect)
inspect-semicolon = semicolon
inspect-comma = comma
inspect-tab = tab
inspect-sep-line = sep= on the first line
inspect-1904 = days counted from 1904
inspect-header-row = header on row { $row }
inspect-columns-found = { $found } of { $all } columns
inspect-runner-up = Row { $row } could have been the header, too: it has { $matched } of the columns.
inspect-exact = same header
inspect-in-part = “{ $header }”, without brackets and further lines
inspect-alias = “{ $header }”, a known name
inspect-alias-in-part = “{ $header }”, a known name, without brackets and further lines
inspect-near = “{ $header }”, a guess by its spelling
inspect-missing = missing and needed
inspect-missing-optional = missing, not needed
inspect-twice = more than one header: { $headers }
inspect-quoted = “{ $header }”
inspect-unknown = (unknown)
inspect-no-header = no header
inspect-hidden-column = hidden column
inspect-filled = { $n } filled
inspect-dates = { $n ->
    [one] { $n } date
   *[other] { $n } dates
}
inspect-numbers = { $n ->
    [one] { $n } number
   *[other] { $n } numbers
}
inspect-identifiers = { $n ->
    [one] { $n } number
   *[other] { $n } numbers
}
inspect-typed-dates = { $n } of them typed as text
inspect-merged-cells = { $n } of them from merged cells
inspect-ambiguous-dates = { $n } could be two dates
inspect-bad-dates = { $n ->
    [one] { $n } is no date
   *[other] { $n } are no dates
}
inspect-bad-numbers = { $n ->
    [one] { $n } is no number
   *[other] { $n } are no numbers
}
inspect-damaged = { $n } damaged by Excel
inspect-errors = { $n ->
    [one] { $n } error value
   *[other] { $n } error values
}
inspect-no-value = { $n ->
    [one] { $n } formula without a value
   *[other] { $n } formulas without a value
}
inspect-placeholders = { $n } with a dash or the like
inspect-blank = { $n } blank
inspect-said-column = Column { $letter }, { $name }
inspect-said-absent = { $name }
inspect-rows = { $n ->
    [one] One row: { $first }.
   *[other] { $n } rows: { $first } to { $last }.
}
inspect-no-rows = No rows below the header.
inspect-hidden-rows = { $n ->
    [one] One row is hidden. It is audited all the same.
   *[other] { $n } rows are hidden. They are audited all the same.
}
inspect-struck-rows = { $n ->
    [one] One row is struck through, wholly or in part.
   *[other] { $n } rows are struck through, wholly or in part.
}
inspect-kinds = Of these, only some rules judge: { $kinds }.
inspect-blank-rows = { $n ->
    [one] One row has nothing in the known columns and is not counted: row { $row }.
   *[other] { $n } rows have nothing in the known columns and are not counted, from row { $row }.
}
inspect-totals = The row of totals, row { $row }, is not counted.
inspect-table = The Excel Table { $table } ({ $range }) is what is read.
inspect-merges = { $n ->
    [one] One merged block: { $blocks }.
   *[other] { $n } merged blocks: { $blocks }.
}
inspect-notes = { $n ->
    [one] One cell has a note.
   *[other] { $n } cells have notes.
}
inspect-protected = The sheet is protected. It is read as usual.
inspect-hidden-columns = { $n ->
    [one] Hidden column: { $letters }. It is read all the same.
   *[other] Hidden columns: { $letters }. They are read all the same.
}
inspect-proposal = Proposal
inspect-proposal-intro = The headers below may be the columns that are missing. Read them through, change what is wrong, and put the lines into rutinkoll.yaml beside the workbook. If it already has overrides:, put them in under that.
inspect-as-sheet = Read as the sheet of { $pack } { $version }.
inspect-as-table = Read as the table { $table } of { $pack } { $version }.
guess-heading = Guesses by rutinkoll inspect. Check them before use.
guess-one = guess, “{ $header }”: { $why }
guess-several = “{ $header }” or another of these, take away the # before one: { $why }
guess-dates = { $count } of { $filled } filled are dates
guess-numbers = { $count } of { $filled } filled are numbers
guess-identifiers = { $count } of { $filled } filled are numbers that name something
guess-addresses = { $count } of { $filled } filled are addresses
guess-known = { $count } of { $filled } filled are words that the rules know
guess-name = like { $name }

## Since last time: the secret
no-fingerprints = The findings have no fingerprints, so a later audit cannot be held against this report. Make a secret with “rutinkoll secret new FILE”, and give it with --secret-file FILE.
secret-empty = The secret is empty.
    .help = Make one with “rutinkoll secret new FILE”.
secret-file-empty = The file that should hold the secret is empty: { $path }
    .help = Make a new one, in another file, with “rutinkoll secret new FILE”.
secret-unreadable = The secret could not be read from { $path }: { $reason }
    .help = Make one with “rutinkoll secret new FILE”, or name the file that your team already has.
secret-too-long = { $path } is too long to be a secret. Is it the wrong file?
    .help = A secret is one line. “rutinkoll secret new FILE” makes one.
secret-short = The secret is so short that it can be guessed, and with it the numbers behind the fingerprints.
    .help = Make one with “rutinkoll secret new FILE”.
secret-in-settings = The secret stands in rutinkoll.yaml itself: whoever reads that file knows it.
    .help = Put it in a file of its own and write secret_file: FILE instead.
secret-exists = { $path } already exists, and nothing is written over it: fingerprints made with the old secret could not be recognised any more.
    .help = Use the secret that is there, or name another file.
secret-made = A new secret is in { $path }. Keep it where only your team reads it, and outside the folder of the reports: without it, old reports cannot be compared with new ones.
secret-no-randomness = The system gave no random numbers: { $reason }
fault-two-secrets = “secret” and “secret_file” are both given
    .help = Keep “secret_file”, and take “secret” away.

## Since last time
report-since = Since last time
report-gone = Gone since last time
since-state = Since last time
since-waiver = Accepted
since-fingerprint = Fingerprint
since-gone-more = … and { $count } more; --limit 0 shows all.
since-new = new
since-unchanged = still there
since-not-waived = not accepted
since-waived = accepted until { $until }{ $by }: { $reason }
since-by = {" "}by { $by }
since-counted = { $new } new, { $unchanged } still there and { $gone } gone since the report of { $date }.
since-other-rules = { $n ->
    [0] Other rules judged then: what is new or gone may be so because of the rules and not of the sheet.
    [one] Other rules judged then. One of the new findings is of a rule that did not judge.
   *[other] Other rules judged then. { $n } of the new findings are of rules that did not judge.
}
since-accepted = { $of ->
    [one] One waiver
   *[other] { $of } waivers
}, { $n ->
    [0] no finding is accepted.
    [one] one finding is accepted. It does not decide the exit code.
   *[other] { $n } findings are accepted. They do not decide the exit code.
}
stale-expired = The waiver for { $about } expired on { $until }: “{ $reason }”
    .help = Remove it, or accept the finding again with rutinkoll waive.
stale-changed = The waiver for { $about } no longer holds, since the cells hold something else now: “{ $reason }”
    .help = Look at the finding again. Remove the waiver, or accept it again with rutinkoll waive.
stale-unmatched = The waiver for { $about } fits no finding: “{ $reason }”
    .help = Remove it if the row is mended.
stale-unknown = The waiver is for { $about }, which is no rule and no clause of the pack: “{ $reason }”
    .help = Remove it, or correct the name.
gone-not-checked = not looked at this time
gone-no-rule = the rule is off or no longer there
baseline-unusable = The earlier report { $path } cannot be compared with: { $reason }
    .help = { $help }
baseline-without-secret = A baseline needs the secret that the report was made with.
    .help = Give it with --secret-file FILE, in RUTINKOLL_SECRET, or as secret_file in rutinkoll.yaml.
baseline-other-secret = It was made with another secret (key { $theirs }) than the one given now ({ $ours }).
    .help = Give the secret that it was made with. Otherwise everything would seem new.
baseline-no-fingerprints = It has no fingerprints: no secret was given when it was made.
    .help = Audit that workbook again with --secret-file FILE, and compare with that report.
fail-on-new-alone = --fail-on-new needs something to compare with.
    .help = Give the earlier report with --baseline OLD.json.
waivers-unusable = The waivers in { $path } cannot be used: { $reason }
    .help = { $help }
waivers-without-secret = Rows cannot be recognised without the secret that the waivers were made with.
    .help = Give it with --secret-file FILE, in RUTINKOLL_SECRET, or as secret_file in rutinkoll.yaml.
waiver-other-secret = The waiver on line { $line } was made with another secret (key { $theirs }) than the one in use ({ $ours }).
    .help = Give the secret that it was made with, or accept the finding again from a new report.
waiver-not-added = Nothing can be added to { $path } as it is written.
    .help = Write the waivers as a list, with each entry beginning with “- rule:” on a line of its own.
fault-waiver-two = a waiver is for a rule or for a clause, not for both
fault-waiver-of-nothing = the waiver does not say which rule or clause it is for
    .help = Write “rule:” or “clause:”, or make it with rutinkoll waive.
fault-waiver-blank = nothing is said here
    .help = A waiver has a reason that a colleague understands a year from now.
fault-waiver-hash = this is not a hash that rutinkoll waive has written
    .help = Take row_key and content from the report: rutinkoll waive REPORT FINDING does it for you.
report-unusable = The report { $path } cannot be used: { $reason }
    .help = { $help }
waivers-head =
    Findings that have been accepted. rutinkoll waive adds to this file; take away what no longer holds.
    row_key and content are made with the team's secret and say nothing without it. Write no customer data here.
waived = Accepted until { $until }: { $finding }. It stands in { $path }.
waive-no-reason = A waiver needs a reason.
    .help = Say why the finding is accepted, so that a colleague understands it a year from now: --reason TEXT
waive-past = { $until } is past.
    .help = Choose a day to come: until then the finding is accepted.
waive-identity-number = The reason holds a personal identity number.
    .help = Write the reason without details of anybody: the file is kept and shared.
waive-long-number = The reason holds a long number. If it is a customer's, take it out of the file.
waive-no-such = No finding of the report’s { $count } is known as “{ $asked }”.
    .help = Give the beginning of its fingerprint (at least four characters), or its cell: E14, or November!E14.
waive-several =
    { $count } findings of the report fit “{ $asked }”:
    { $list }
    .help = Give the beginning of the fingerprint, or say which rule with --rule.
waive-more = and { $count } more
waive-no-fingerprints = The report has no fingerprints, and a waiver would not be recognised.
    .help = Audit again with --secret-file FILE and -o report.json.
waive-other-clause = The finding does not rest on clause { $clause }, but on { $known }.
waive-twice = The finding is accepted already, on line { $line } of the file: “{ $reason }”
## Several threads
judging-broken = A thread that judges was broken off by a fault in the program, so the sheet has not been audited. Try `--jobs 1`, and please tell those who make the program.
judging-late-broken = A thread that judges was broken off by a fault in the program, so some rows have not been judged against the tables. Try `--jobs 1`, and please tell those who make the program.
## Help texts (--help): help-COMMAND, help-COMMAND-OPTION, help-arg-OPTION where several commands have it, help-value-WHAT
help-usage = Usage:
help-usage-options = OPTIONS
help-usage-command = COMMAND
help-commands = Commands:
help-arguments = Arguments:
help-options = Options:
help-environment = [env: { $values }]
help-default = [default: { $values }]
help-choices = [possible values: { $values }]
help-rutinkoll = Audits a spreadsheet against a written routine. `rutinkoll FILE` means `rutinkoll audit FILE`.
help-audit = Audit workbooks, or every workbook in a folder
help-inspect = Show how each sheet was understood: header row, columns, rows, and what was skipped
help-rules = The rules: list, check, change and test them
help-rules-list = Every rule, or those that match
help-rules-preview = What a changed rule pack would find otherwise
help-rules-new = A new rule file, with a test to fill in
help-rules-export = Write the built-in rule pack out, to be edited
help-rules-explain = A rule or a clause, in words: what, why, examples
help-rules-check = Is the rule pack sound? Shows every fault at once
help-rules-schema = JSON Schema of a rule file, for an editor's completion
help-rules-test = Run the tests that stand beside the rules, and show what they leave untried
help-arg-help = Show this help
help-arg-version = Show the program's version
help-arg-inputs = Files or folders; `-` is standard input
help-arg-tables = A table that the rule pack declares: its name and a file. Repeatable
help-arg-sheets = Only the sheet of this name. Repeatable
help-arg-as-of = The day that date rules count from; today unless said
help-arg-values = Show or mask personal data. It is shown on a terminal and masked elsewhere
help-arg-config = The settings; else rutinkoll.yaml beside the first file
help-arg-limits = Raise a limit on what a file may cost to read; see docs/limits.md
help-arg-rules = The rule pack: a folder that holds pack.yaml
help-arg-lang = Language
help-arg-format = What goes to standard output
help-arg-colour = Colour
help-arg-dir = The rule pack: a folder that holds pack.yaml
help-audit-outputs = Also write a report to the file; its extension says the format. Repeatable
help-audit-open = Then open the page that -o FILE.html wrote
help-audit-retain = So many days a report may be kept; else the pack's number, or 90
help-audit-by-adviser = Count findings by person
help-audit-watch = Audit again each time the workbook, a table or a rule is saved
help-audit-fail-on = The least severity that makes exit code 1; else error
help-audit-strict = A rule that could not be checked makes exit code 2
help-audit-quiet = Only the findings and a short summary
help-audit-jobs = At most so many threads
help-audit-limit = So many findings are shown on a terminal; 0 shows all
help-inspect-table = Read the files as this table of the rule pack
help-inspect-as-of = The day that dates without a year count from; today unless said
help-inspect-format = What goes to standard output; yaml is only the proposal for rutinkoll.yaml
help-inspect-cross-check = Read .xlsx with a second reader too, and show where the two differ
help-inspect-quiet = One line a sheet
help-rules-list-text = Words of the rule's id or title
help-rules-list-clause = Only those that rest on the clause
help-rules-list-basis = Only those on that basis
help-rules-list-severity = Only those of that severity
help-rules-list-table = Only those that need the table
help-rules-list-on = Only those that are on
help-rules-list-off = Only those that are off
help-rules-list-format = What goes to standard output; markdown is the whole page of each rule
help-rules-explain-name = The rule's id, or the clause's number
help-rules-preview-against = The changed rule pack
help-rules-new-id = The rule's id: lower-case letters a–z, digits and hyphens
help-rules-export-dir = An empty folder, or one that does not exist
help-rules-check-strict = Advice makes exit code 1
help-rules-test-args = The rule pack, and then rules
help-rules-test-mutate = Change each rule a little, and show the changes that no test notices
help-secret = The secret that fingerprints are made with
help-secret-new = Make a new secret, in a file that does not exist yet
help-secret-new-file = The file
help-waive = Accept a finding of a report, with a reason and an end
help-waive-report = The report, in JSON
help-waive-finding = The finding: the beginning of its fingerprint, or its cell (E14, or November!E14)
help-waive-reason = Why it is accepted, without customer data
help-waive-until = The last day that it is accepted
help-waive-by = Who accepts it; else whoever is logged in
help-waive-clause = Accept everything on the row that rests on the clause
help-waive-rule = The rule, where several rules found something in the cell
help-waive-waivers = The file to write in; else waivers.yaml beside what was audited
help-waive-config = The settings; else rutinkoll.yaml beside what was audited
help-audit-secret-file = The file that holds the secret; else RUTINKOLL_SECRET
help-audit-baseline = An earlier report in JSON: what is new, still there and gone since then
help-audit-fail-on-new = Only new findings make exit code 1
help-audit-waivers = What has been accepted; else waivers.yaml beside the first file
help-diff = What is new, gone and changed between two reports, and whether the sheet or the rules made it so
help-diff-old = The older report, in JSON
help-diff-new = The newer report, in JSON
help-diff-outputs = Also write it there: .json, .md or .txt. May be given several times
help-trend = Findings a clause a week from kept reports: what is new and what was mended
help-trend-reports = Reports in JSON, or folders of them
help-trend-outputs = Also write it there: .json, .md or .txt. May be given several times
help-verify = Is the report of these files and these rules? Exit code 0 yes, 1 no, 2 cannot be told
help-verify-report = The report, in JSON
help-verify-inputs = What was audited; else what the report names
help-verify-tables = A table: its name and a file; else the one that the report names. May be given several times
help-verify-rules = The rule pack; else the one that the report names
help-completions = Write a script that lets the shell complete commands and options
help-completions-shell = The shell
help-value-report = REPORT
help-value-new-json = NEW.json
help-value-shell = SHELL
help-value-finding = FINDING
help-value-old-json = OLD.json
help-value-rule = RULE
help-value-input = INPUT
help-value-file = FILE
help-value-name-file = NAME=FILE
help-value-name-value = NAME=VALUE
help-value-name = NAME
help-value-date = DATE
help-value-days = DAYS
help-value-n = N
help-value-dir = DIR
help-value-dir-rule = DIR|RULE
help-value-rule-clause = RULE|CLAUSE
help-value-clause = CLAUSE
help-value-text = TEXT
help-value-id = ID
help-value-format = FORMAT
help-value-values = HOW
help-value-lang = LANG
help-value-colour = WHEN
help-value-fail-on = SEVERITY
help-value-severity = SEVERITY
help-value-basis = BASIS

## What the operating system refuses: the reason within another sentence
system-not-found = there is no such file or folder
system-not-permitted = permission is missing
system-exists = the name is taken
system-is-folder = it is a folder
system-no-folder = a part of the path is no folder
system-read-only = the disk is read-only
system-full = the disk is full
system-too-large = the file grows too large for the disk
system-busy = another program is using it
system-bad-name = the name cannot be used
system-no-answer = the network drive does not answer
system-no-memory = there is not enough memory

## While one waits
progress = { $rows } rows, { $rate } a second{ $left ->
    [0] {""}
   *[other] , { $left } s left
}
