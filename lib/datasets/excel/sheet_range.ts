/** Numbers, from 0, of the columns that letters mean: `A:C,F`. */
export function columnNumbers(letters: string): readonly number[] {
  return letters.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split(":").map(columnNumber);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  });
}

function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}
