// Prints a JSON schema for each type of surfaces.ts, made from Slack's own types.
import { createGenerator } from "ts-json-schema-generator";

const path = new URL("surfaces.ts", import.meta.url).pathname;
const generator = createGenerator({ path, type: "*", skipTypeCheck: true, topRef: true });
const names = ["Message", "Modal", "Home", "Manifest"];
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name.toLowerCase(), generator.createSchema(name)]))));
