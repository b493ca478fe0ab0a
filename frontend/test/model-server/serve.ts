/**
 * The model on port 8080, to develop the app without the real server: `npm run model-server`, then
 * `npm run dev`. Anybody may sign in with any password but `wrong`. `--busy`: Ben keeps moving cards.
 * MODEL_PORT takes another port. Everything is forgotten when it ends.
 */
import { randomUUID } from 'node:crypto';
import { Community } from './community';
import { addDemo } from './demo';
import { startModelServer } from './server';
import { moveCard } from './writes/cards';

const community = new Community({ now: Date.now, newId: randomUUID });
const demo = addDemo(community);
const { port } = await startModelServer(community, demo, Number(process.env['MODEL_PORT'] ?? 8080));
process.stdout.write(`The model serves on http://127.0.0.1:${port}; its board is /b/RL.\n`);

if (process.argv.includes('--busy')) setInterval(moveSomething, 3000);

function moveSomething(): void {
  const ben = community.userNamed('ben');
  const cards = [...demo.cards.values()].filter((card) => card.archivedAt === null);
  const columns = demo.columnsInOrder();
  const card = cards[Math.floor(Math.random() * cards.length)];
  const column = columns[Math.floor(Math.random() * columns.length)];
  if (ben === undefined || card === undefined || column === undefined) return;
  const beforeId = demo.cardsIn(column.id)[1]?.id ?? null;
  const { changes } = moveCard(demo, { cardId: card.id, columnId: column.id, beforeId });
  demo.commit({ actorId: ben.id, clientMutationId: null, at: community.now() }, changes);
}
