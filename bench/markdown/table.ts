/** A Markdown table. */
export function tableText(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return tableHead(columns) + rows.map(tableLine).join("");
}

export function tableHead(columns: readonly string[]): string {
  return `${tableLine(columns)}${tableLine(columns.map(() => "---"))}`;
}

export function tableLine(cells: readonly (string | number)[]): string {
  return `| ${cells
    .map((cell) =>
      String(cell)
        .replaceAll("|", "\\|")
        .replaceAll(/\s*\n\s*/g, " "),
    )
    .join(" | ")} |\n`;
}
