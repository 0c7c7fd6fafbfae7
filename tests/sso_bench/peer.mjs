// Full validation of ID tokens by node's jose, on one thread: node peer.mjs cases.json seconds -> one JSON line
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify } from 'jose';

const { issuer, client_id: audience, nonce, jwks, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seconds = Number(process.argv[3]);
const keys = createLocalJWKSet(jwks);

async function validate(token, alg) {
  const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: [alg], requiredClaims: ['sub', 'exp', 'iat', 'nonce'], clockTolerance: 30 });
  if (payload.nonce !== nonce || payload.azp !== audience || payload.acr !== 'LoA2') throw new Error('claims');
  return payload.sub;
}

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const found = {};
for (const { alg, token, refused } of cases) {
  for (const bad of refused) {
    if (await validate(bad, alg).then(() => true, () => false)) throw new Error(`${alg}: accepts a forged token`);
  }
  for (let warm = 0; warm < 300; warm += 1) await validate(token, alg);
  const start = spent();
  let count = 0;
  do {
    for (let batch = 0; batch < 50; batch += 1) await validate(token, alg);
    count += 50;
  } while (spent() - start < seconds);
  found[alg] = count / (spent() - start);
}
const { version } = JSON.parse(readFileSync(new URL('node_modules/jose/package.json', import.meta.url), 'utf8'));
console.log(JSON.stringify({ name: `jose ${version} (node ${process.versions.node})`, found }));
