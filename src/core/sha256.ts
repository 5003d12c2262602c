const encoder = new TextEncoder();

/** SHA-256 of bytes, or of the UTF-8 of a string, as 64 hexadecimal digits; by the platform's Web Crypto. */
export async function sha256Hex(data: Uint8Array | string): Promise<string> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : Uint8Array.from(data);
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
