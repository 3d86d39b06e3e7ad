import type { Suite } from "./report.ts";
import { acceptanceItems, pythonAcceptanceItems } from "./types/acceptance-items.ts";
import { acceptance } from "./types/acceptance.ts";
import { checkRows } from "./types/check-rows.ts";
import { declarationRow } from "./types/declaration-row.ts";
import { peerGenerators, type PeerGenerator } from "./types/peer-generators.ts";
import { pythonAcceptance } from "./types/python-acceptance.ts";
import { pythonCheckRow } from "./types/python-check-row.ts";
import { schemaSuiteItems } from "./types/schema-suite-items.ts";
import { tallySchemaSuite } from "./types/schema-suite-tally.ts";
import { readSchemaSuite } from "./types/schema-suite.ts";
import { tokenItems } from "./types/token-items.ts";
import { tallyTokens } from "./types/token-tally.ts";
import { allServers, listedServers } from "./types/tool-corpus.ts";
import { failedRow, measure } from "./measure.ts";

/**
 * What declarations and checks cost (`speed`), what types take and refuse, of real tools (`acceptance`, for Python `python`) and of the schemas
 * of a suite (`suite`), and what they take of a model's context (`tokens`).
 */
export const types: Suite = {
  async *speed() {
    const servers = await allServers();
    yield await measure(declarationRow(servers));
    yield* checkRows(servers);
    yield await pythonCheckRow(servers);
  },
  async *acceptance() {
    yield* acceptanceItems(acceptance(await allServers()));
  },
  async *python() {
    yield* pythonAcceptanceItems(await pythonAcceptance(await allServers()));
  },
  async *suite({ schemaSuite }) {
    yield* schemaSuiteItems(tallySchemaSuite(readSchemaSuite(schemaSuite)));
  },
  async *tokens() {
    let peers: PeerGenerator[] = [];
    try {
      peers = await peerGenerators();
    } catch (error) {
      yield { ...failedRow("tokens of other generators", error), kind: "unavailable" };
    }
    yield* tokenItems(await tallyTokens(await listedServers(), peers));
  },
};
