/**
 * What the form shows: what the kernel last said, with the edits still under way laid over it.
 * @param {Record<string, any>} values
 * @param {Record<string, {id: string, cells: Record<string, any>}[]>} tables
 * @param {import("./outbox.js").Edit[]} edits
 */
export function project(values, tables, edits) {
  const shown = { ...values };
  const rows = Object.fromEntries(Object.entries(tables).map(([question, each]) => [question, [...each]]));
  for (const edit of edits) {
    const table = (rows[edit.question] ??= []);
    const place = table.findIndex((row) => row.id === edit.row);
    if (edit.do === "answer") shown[edit.question] = edit.value;
    else if (edit.do === "add-row" && place < 0) table.push({ id: edit.row, cells: {} });
    else if (edit.do === "cell" && place >= 0) {
      const row = table[place];
      table[place] = { id: row.id, cells: { ...row.cells, [edit.column]: edit.value } };
    } else if (edit.do === "move-row" && place >= 0) table.splice(edit.to, 0, ...table.splice(place, 1));
    else if (edit.do === "remove-row" && place >= 0) table.splice(place, 1);
  }
  return { values: shown, tables: rows };
}
