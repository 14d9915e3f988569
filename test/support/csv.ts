/** Reads the exported day as another program does. */

/** A parser for RFC 4180 of our own, because the library that writes the file must not also check it. */
export function parseCsv(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  const text = csv.replace(/^\uFEFF/, '');
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') field += text.charAt((at += 1));
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      record.push(field);
      field = '';
    } else if (character === '\r' && text.charAt(at + 1) === '\n') {
      record.push(field);
      records.push(record);
      [record, field] = [[], ''];
      at += 1;
    } else field += character;
  }
  if (quoted || field !== '' || record.length > 0) throw new Error('the last line is not ended');
  return records;
}

/** The file's rows by heading. */
export function csvRows(csv: string): Record<string, string>[] {
  const [headings = [], ...records] = parseCsv(csv);
  return records.map((record) => Object.fromEntries(headings.map((heading, place) => [heading, record[place] ?? ''])));
}
