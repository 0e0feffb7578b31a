/** How far two words are apart by letters. */

/** Return how many letters of a word may be wrong. */
export function slipsOf(length) {
  if (length < 4 || length > 30) return 0;
  return length < 8 ? 1 : 2;
}

/** Return which letters a text has, as bits: two texts that differ in many differ in as many letters. */
export function signature(text) {
  let bits = 0;
  for (const letter of text) bits |= 1 << (letter.codePointAt(0) & 31);
  return bits;
}

/** Return how many bits two numbers differ in. */
export function bitsApart(a, b) {
  let bits = a ^ b;
  let count = 0;
  for (; bits; count++) bits &= bits - 1;
  return count;
}

/** Letters wrong, left out, too many or swapped with their neighbour (Damerau, 1964); above `most` it is not counted. */
export function distance(a, b, most) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/** Return the words of a list that are 1 to `most` slips from a word, by their slips; `bits` are their signatures. */
export function slipsFrom(word, most, list, bits = list.map(signature)) {
  const [letters, own] = [[...word], signature(word)];
  const found = Array.from({ length: most + 1 }, () => []);
  list.forEach((other, i) => {
    // A letter that is another one is one too many and one too few.
    const slips = bitsApart(own, bits[i]) > 2 * most ? 0 : distance(letters, [...other], most);
    if (slips && slips <= most) found[slips].push(other);
  });
  return found;
}
