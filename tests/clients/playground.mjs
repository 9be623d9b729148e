// The Agents Playground, as long as whoever started it holds its standard input open; it may be ended without a word.
import { createRequire } from "node:module";

process.stdin.on("end", () => process.exit(0)).resume();
createRequire(import.meta.url)("@microsoft/m365agentsplayground/cli.js");
