/** Parts in which no element may stand, or whose text is not broken into lines. */
const LEFT_AS_IT_IS =
  /(<svg[\s\S]*?<\/svg>|<style[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>|<textarea[\s\S]*?<\/textarea>|<option[\s\S]*?<\/option>|<pre[\s\S]*?<\/pre>)/;

/**
 * A line break between a minus and its dollars would show a loss as a gain, and one inside a date is hard to
 * read. Changes neither tags nor drawings.
 */
export function keepAmountsTogether(html: string): string {
  const parts = html.split(LEFT_AS_IT_IS);
  return parts.map((part, index) => (index % 2 === 1 ? part : wrapAmounts(part))).join('');
}

function wrapAmounts(html: string): string {
  return html.replace(/>[^<]+(?=<)/g, (text) =>
    text.replace(/−\$[\d,.]*\d|−[\d.]+%|5–95%|\b\d{4}-\d{2}-\d{2}\b/g, '<span class="whole">$&</span>'),
  );
}
