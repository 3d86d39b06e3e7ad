import type { EmscriptenFiles, FileNode } from "./engine.ts";

/**
 * From here on files may take so many more bytes in all, and there may be so many more of them. They live outside the memory of WebAssembly,
 * whose ceiling does not hold them. What is counted on the way may be too much, since files also go; so all of them are counted before
 * one is refused.
 */
export function limitFiles(files: EmscriptenFiles, { bytes, count }: { readonly bytes: number; readonly count: number }): void {
  const { MEMFS } = files.filesystems;
  const before = countAll(files);
  let counted = before;

  const room = (moreBytes: number, moreFiles: number): void => {
    const full = (): boolean => counted.bytes + moreBytes > before.bytes + bytes || counted.files + moreFiles > before.files + count;
    if (full()) counted = countAll(files);
    if (full()) throw new files.ErrnoError(ENOSPC);
    counted = { bytes: counted.bytes + moreBytes, files: counted.files + moreFiles };
  };
  const growth = (node: FileNode, size: number): number => Math.max(0, size - (node.contents?.length ?? 0));

  // The three ways in which a file grows: what is written at its end, a length that is set, and the first write to one that is empty.
  const expand = MEMFS.expandFileStorage.bind(MEMFS);
  MEMFS.expandFileStorage = (node, size) => {
    room(Math.max(0, capacityFor(node, size) - (node.contents?.length ?? 0)), 0);
    expand(node, size);
  };
  const resize = MEMFS.resizeFileStorage.bind(MEMFS);
  MEMFS.resizeFileStorage = (node, size) => {
    room(growth(node, size), 0);
    resize(node, size);
  };
  const { stream } = MEMFS.ops_table.file;
  const write = stream.write;
  stream.write = (opened, buffer, offset, length, position, canOwn) => {
    if (opened.node.usedBytes === 0) room(growth(opened.node, position + length), 0);
    return write(opened, buffer, offset, length, position, canOwn);
  };
  const createNode = files.createNode.bind(files);
  files.createNode = (parent, name, mode, device) => {
    room(0, 1);
    return createNode(parent, name, mode, device);
  };
}

/** How much a file takes to hold so many bytes: more than that, so that it grows less often, as Emscripten does it. */
function capacityFor({ contents }: FileNode, size: number): number {
  const now = contents?.length ?? 0;
  return now >= size ? now : Math.max(size, Math.floor(now * (now < 2 ** 20 ? 2 : 1.125)), now === 0 ? 0 : 256);
}

/** Files that have a name, and files that are open without one. */
function countAll({ nameTable, streams }: EmscriptenFiles): { readonly bytes: number; readonly files: number } {
  const nodes = new Set<FileNode>();
  for (const first of nameTable) for (let node = first; node; node = node.name_next) nodes.add(node);
  for (const opened of streams) if (opened?.node) nodes.add(opened.node);
  let bytes = 0;
  for (const { contents } of nodes) if (ArrayBuffer.isView(contents)) bytes += contents.byteLength;
  return { bytes, files: nodes.size };
}

/** "No space left on device", in WASI's numbers. */
const ENOSPC = 51;
