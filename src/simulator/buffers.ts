/** Memory to allocate in: of this thread alone, or shared by several. */
export type Buffers = (bytes: number) => ArrayBufferLike;
export const ownBuffers: Buffers = (bytes) => new ArrayBuffer(bytes);
export const sharedBuffers: Buffers = (bytes) => new SharedArrayBuffer(bytes);
