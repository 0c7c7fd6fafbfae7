// Makes the tokens that every library has to accept, and one that each has to refuse: node make.mjs cases.json
import { writeFileSync } from 'node:fs';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

const issuer = 'http://sso.example.gov.vn:8080/auth/realms/citizen';
const clientId = 'bench-portal';
const nonce = 'n-0S6_WzA2Mj-benchmark-nonce';
const now = Math.floor(Date.now() / 1000);

const pairs = {};
for (const alg of ['RS256', 'ES256', 'EdDSA']) {
  pairs[alg] = await generateKeyPair(alg, { crv: alg === 'EdDSA' ? 'Ed25519' : undefined, modulusLength: 2048 });
}
const keys = [];
for (const [alg, { publicKey }] of Object.entries(pairs)) keys.push({ ...await exportJWK(publicKey), alg, use: 'sig', kid: `bench-${alg}` });

const claims = {
  nonce, azp: clientId, acr: 'LoA2', amr: ['pwd', 'otp'], auth_time: now - 20,
  TechID: 'b1c5e0f2-0001-4a6e-9d5e-000000000018', LoaiTaiKhoan: 1, HoVaTen: 'Nguyễn Thị Mẫu', SoDinhDanh: '001199000018',
  NgayThangNamSinh: '19990217', GioiTinh: 2, ThuongTru: 'Số 1, phường Cửa Nam, thành phố Hà Nội', QuocTich: 'Việt Nam', loginIdp: 'BCA', IAL: 2,
};
const cases = [];
for (const [alg, { privateKey }] of Object.entries(pairs)) {
  const sign = (changed) => new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg, typ: 'JWT', kid: `bench-${alg}` })
    .setIssuer(issuer).setSubject(claims.TechID).setAudience(clientId).setIssuedAt(now - 10).setExpirationTime(now + 7200).sign(privateKey);
  const token = await sign({});
  const forged = `${token.slice(0, -20)}${token.at(-20) === 'A' ? 'B' : 'A'}${token.slice(-19)}`;
  cases.push({ alg, token, refused: [forged, await sign({ nonce: 'another' })] });
}
writeFileSync(process.argv[2], JSON.stringify({ issuer, client_id: clientId, nonce, jwks: { keys }, cases }));
