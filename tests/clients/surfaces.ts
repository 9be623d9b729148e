// What Slack takes, one type for each surface. schemas.mjs makes the tests' schemas from these.
// Slack's own types of views let any block through, and only the known ones are meant.
import type { HomeView, KnownBlock, ModalView } from "@slack/types";

interface Blocks {
  blocks: KnownBlock[];
}
export interface Message extends Blocks {
  text: string;
}
export type Modal = Omit<ModalView, "blocks"> & Blocks;
export type Home = Omit<HomeView, "blocks"> & Blocks;
export type { Manifest } from "@slack/web-api/dist/types/request/manifest";
