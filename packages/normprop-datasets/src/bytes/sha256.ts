/** The SHA-256 of bytes in hexadecimal, by the platform's Web Crypto. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const {subtle} = globalThis.crypto ?? {};
  if (subtle === undefined) {
    throw new Error('sha256: this page has no Web Crypto; it needs https, or localhost');
  }
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
