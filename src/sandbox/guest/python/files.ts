import type { EmscriptenFiles } from "./engine.ts";
import type { PythonHost } from "./host.ts";

/** Where the runtime's own Python stands in Python's file system, and where a program's files are. */
const RUNTIME = "/lib/codemode";
const SCRATCH = "/scratch";

/** Puts the runtime's Python where Python can import it; what has been imported is in a snapshot, and its files are not needed any more. */
export function installRuntime(host: PythonHost, files: EmscriptenFiles, folder: string): void {
  for (const inner of ["_codemode", "_codemode/check"]) {
    files.mkdirTree(`${RUNTIME}/${inner}`);
    for (const name of host.listFolder(`${folder}${inner}`).filter((each) => /\.(?:py|json)$/.test(each)))
      files.writeFile(`${RUNTIME}/${inner}/${name}`, host.readFile(`${folder}${inner}/${name}`));
  }
}

/** Puts packages of the user's where the runtime unpacks them: files are no part of a snapshot. */
export function installWheels(host: PythonHost, files: EmscriptenFiles, wheels: readonly string[]): void {
  files.mkdirTree(`${RUNTIME}/wheels`);
  for (const wheel of wheels) files.writeFile(`${RUNTIME}/wheels/${wheel.replace(/^.*[\\/]/, "")}`, host.readFile(wheel));
}

/** The folder in which programs start. */
export function makeScratch(files: EmscriptenFiles): void {
  files.mkdirTree(SCRATCH);
  files.mkdirTree("/tmp");
  files.chdir(SCRATCH);
}

/** The wire as a character device: reading waits for the host, writing for the pipe. */
export function makeWire(host: PythonHost, files: EmscriptenFiles): void {
  const device = files.makedev(WIRE_MAJOR, 0);
  files.registerDevice(device, {
    open: (stream: { seekable: boolean }) => void (stream.seekable = false),
    read: (_: unknown, memory: Int8Array<ArrayBuffer>, offset: number, length: number) => host.readInput(part(memory, offset, length)),
    write(_: unknown, memory: Int8Array<ArrayBuffer>, offset: number, length: number) {
      host.writeOutput(part(memory, offset, length));
      return length;
    },
  });
  files.mkdev("/dev/wire", device);
}

function part({ buffer, byteOffset }: Int8Array<ArrayBuffer>, offset: number, length: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + offset, length);
}

const WIRE_MAJOR = 64;
