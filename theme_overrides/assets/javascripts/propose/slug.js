/** Ids out of questions, as `read/slugs.py` makes them. */

const LONGEST = 72;
const REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;

/** Letters that Unicode does not decompose into those of ASCII, each followed by what is written for it. */
const LETTERS = new Map(
  (
    "æae œoe øo ßss ðd þth đd ħh ıi ĸk łl ŋng ŧt ƒf ×x ¢c- £ps ¥y- §ss ¶p ©-c- ®-r- °deg µu €eur " +
    "αa βb γg δd εe ζz ηe θth ιi κk λl μm νn ξx Ξks οo πp ρr ςs σs τt υu φph χkh ψps ωo " +
    "аa бb вv гg дd еe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia " +
    "ђdj єie Єe ѕdz іi їyi јj љlj њnj ћtsh џdzh \u2018 \u2019 \u201b \u2032 \u2033 \u2034 \u00ad ‰-0 ‱-00"
  )
    .split(" ")
    .map(([letter, ...written]) => [letter, written.join("")]),
);
/** Signs that are written as signs: some of Latin-1, punctuation, arrows and the operators of mathematics. */
const SIGN = /[\xa1\xa4\xa6\xab\xac\xb1\xb7\xbb\xbf\xf7\u2010-\u2017\u201a\u201c-\u2027\u2035-\u2049\u2190-\u21b6\u21b8\u21b9\u21bb-\u22ff]/;
/** Accents, which are not written. */
const ACCENT = /[\u0300-\u034e\u0360-\u0362]/;

/**
 * Return the id made of a question's words: kebab-case in ASCII, cut between words. Null if that takes the tables of
 * Python, which has them for all scripts.
 */
export function slugOf(text) {
  const letters = [...text.replace(/'+/g, "-").normalize("NFKD")].map(written);
  if (letters.includes(null) || REFERENCE.test(letters.join(""))) return null;
  const words = letters
    .join("")
    .toLowerCase()
    .replace(/'+/g, "")
    .replace(/(?<=\d),(?=\d)/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return cut(words);
}

/** Return what is written for a character, or null if that is not known. */
function written(character) {
  if (character < "\x80") return character;
  if (character.length > 1 || ACCENT.test(character)) return ""; // such as emoji
  if (SIGN.test(character)) return "-";
  return LETTERS.get(character) ?? LETTERS.get(character.toLowerCase()) ?? null;
}

/** Return as many words as fit, or the beginning of one that does not. */
function cut(words) {
  if (words.length < LONGEST) return words;
  let kept = "";
  for (const word of words.split("-")) {
    if (kept.length + word.length > LONGEST) break;
    kept += `${word}-`;
  }
  return (kept || words.slice(0, LONGEST)).replace(/-$/, "");
}
