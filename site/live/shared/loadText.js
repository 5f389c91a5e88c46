import {withBase} from 'vitepress';

/** A text that the site ships. */
export async function loadText(name) {
  const response = await fetch(withBase(`/texts/${name}`));
  if (!response.ok) throw new Error(`The text ${name} did not come: the server said ${response.status}.`);
  return response.text();
}
