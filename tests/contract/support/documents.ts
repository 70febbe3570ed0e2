// SPDX-License-Identifier: EUPL-1.2
// The blocks of a document: what it says that one should type is typed.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./processes.ts";

export interface Block {
  // The line of its fence, from 1.
  line: number;
  // "sh", and what follows it: "run", or the path of a file.
  language: string;
  rest: string;
  text: string;
  // The heading that it stands under.
  heading: string;
}

// The fenced blocks of a document of the tree, of one chapter ("## Name" and all below it) or of all.
export async function blocksOf(document: string, chapter?: string): Promise<Block[]> {
  const lines = (await readFile(path.join(root, document), "utf8")).split("\n");
  const blocks: Block[] = [];
  let open: Block | undefined;
  let heading = "";
  let inside = chapter === undefined;
  lines.forEach((line, at) => {
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (open) {
      if (fence) open = undefined;
      else open.text += `${line}\n`;
    } else if (fence) {
      open = { line: at + 1, language: fence[1]!, rest: fence[2]!, text: "", heading };
      if (inside) blocks.push(open);
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, "");
      if (chapter !== undefined && line.startsWith("## ")) inside = heading === chapter;
    }
  });
  return blocks;
}
