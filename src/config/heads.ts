/** The words that stand before the keys: in the sample files and in the manual pages. */

/** What `/etc/camflow.ini` is. */
export const captureHead =
  'What CamFlow captures. camconfd reads this file when the machine starts, and again when the ' +
  'service is reloaded: then the policy in force is what stands here, and what was removed is ' +
  'undone. Files in camflow.ini.d/ whose names end in .ini are read after it, in the order of ' +
  'their names. A key that may stand any number of times adds up; of any other key the last line ' +
  'holds. "camconfd --check" tells what is wrong with the file and changes nothing.'

/** What `/etc/camflowd.ini` is. */
export const recordingHead =
  'Where CamFlow writes what it captures. camflowd reads this file when it starts. Files in ' +
  'camflowd.ini.d/ whose names end in .ini are read after it, in the order of their names. Only ' +
  'the sections of the outputs that [general] names mean anything. "camflowd --check" tells what ' +
  'is wrong with the file and starts nothing.'

/** How both files are written. */
export const syntaxRules: readonly string[] = [
  '`[name]` begins a section; what follows the bracket on the line is ignored. A key has one ' +
    'line, `key=value` or `key:value`; blanks around both are taken away. Words are case sensitive, ' +
    'quotes are part of the value.',
  'A line whose first character is `;` or `#` is a comment, and so is what follows a `;` that has ' +
    'a blank before it. A line that begins with a blank is one more value of the key before it.',
  'A mistake in a value keeps the whole file from being applied, and all mistakes are told at once ' +
    'with their lines. A key or section that is not known is told and skipped, and so is a mistake in ' +
    'the section of an output that is not used.',
]
