// Speaks the encrypted dialect of VNeID's login as public integrations describe it (no official paper is public):
// answers of the token and userinfo endpoints are {"data","key"}, `key` an AES key under the relying party's RSA key
// (PKCS#1 v1.5), `data` the JSON under that AES key. Sources disagree on the mode: ECB, or CBC with the IV in front.
// The code is base64 and stands in the redirect with a raw `+`; it may be encrypted itself, with `encrypt_key` beside it.
//
//   node sandbox_vneid.mjs --port 3918 --portal http://127.0.0.1:8080 --key portal_public.pem --mode ecb --code encrypted
import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PASSWORD, byLogin, levelOf, portalClaims, vneidClaims } from './lib/citizens.mjs';
import { isMain, json, listen, loginPage, options, redirect, routed } from './lib/web.mjs';

function encrypt(mode, key, plain) {
  if (mode === 'ecb') {
    const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null);
    return Buffer.concat([cipher.update(plain), cipher.final()]);
  }
  const iv = randomBytes(16);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
}

/** {data, key} of a text for the holder of `publicKey`. */
export function envelope(mode, publicKey, plain) {
  const key = randomBytes(mode === 'ecb' ? 16 : 32);
  return {
    data: encrypt(mode, key, Buffer.from(plain, 'utf8')).toString('base64'),
    key: publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key).toString('base64'),
  };
}

/** Random base64 that holds a `+`, as codes were seen to do. */
function awkwardCode() {
  for (;;) {
    const code = randomBytes(33).toString('base64');
    if (code.includes('+')) return code;
  }
}

/**
 * Starts the server. `mode` is 'ecb' or 'cbc-prefix-iv'; `encryptedCode` hides the code; `vocabulary` is 'vneid' or 'portal'.
 * `tamper(what, envelope)` may change the answers ('token', 'userinfo') on their way.
 */
export async function startVneid({
  port = 0, clientId = 'sandbox-portal', clientSecret = 'sandbox-secret', redirectUri, publicKey,
  mode = 'ecb', encryptedCode = false, vocabulary = 'vneid', tamper = (_, envelope) => envelope,
}) {
  const codes = new Map();
  const tokens = new Map();
  const settings = { mode, encryptedCode, vocabulary, tamper };
  const sealed = (what, value) => json(settings.tamper(what, envelope(settings.mode, publicKey, JSON.stringify(value))));

  const known = (query) => query.get('response_type') === 'code' && query.get('client_id') === clientId
    && query.get('redirect_uri') === redirectUri && (query.get('scope') ?? '').split(' ').includes('openid');
  const page = (query, error) => loginPage({
    action: '/auth', title: 'VNeID (giả lập)', error, hidden: Object.fromEntries(query),
  });

  const web = await listen(routed({
    'GET /auth': ({ query }) => (known(query) ? page(query) : json({ error: 'invalid_request' }, 400)),
    'POST /auth': ({ form }) => {
      if (!known(form)) return json({ error: 'invalid_request' }, 400);
      const person = byLogin(form.get('login'));
      const level = person && form.get('password') === PASSWORD ? levelOf(person, form.get('otp')) : undefined;
      const kept = new URLSearchParams([...form].filter(([name]) => !['login', 'password', 'otp'].includes(name)));
      if (level === undefined) return page(kept, 'Thông tin đăng nhập không đúng.');
      const code = awkwardCode();
      codes.set(code, { person, level, until: Date.now() + 60_000 });
      const state = form.has('state') ? `&state=${encodeURIComponent(form.get('state'))}` : '';
      if (!settings.encryptedCode) return redirect(`${redirectUri}?code=${code}${state}`);
      const hidden = envelope(settings.mode, publicKey, code);
      return redirect(`${redirectUri}?code=${hidden.data}&encrypt_key=${hidden.key}${state}`);
    },
    'POST /token': ({ form }) => {
      const grant = codes.get(form.get('code'));
      codes.delete(form.get('code'));
      const allowed = form.get('client_id') === clientId && form.get('client_secret') === clientSecret
        && form.get('redirect_uri') === redirectUri && form.get('grant_type') === 'authorization_code';
      if (!allowed || !grant || grant.until < Date.now()) return json({ error: 'invalid_grant' }, 400);
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, grant);
      return sealed('token', { access_token: token, token_type: 'Bearer', expires_in: 1800, scope: 'openid' });
    },
    'GET /userinfo': ({ headers }) => {
      const grant = tokens.get((headers.authorization ?? '').replace(/^Bearer /, ''));
      if (!grant) return json({ error: 'invalid_token' }, 401);
      const { person, level } = grant;
      return sealed('userinfo', settings.vocabulary === 'vneid'
        ? vneidClaims(person, level)
        : { ...portalClaims(person), loAs: String(level), IAL: level });
    },
  }), port);
  return { origin: `http://127.0.0.1:${web.port}`, settings, close: web.close };
}

if (isMain(import.meta)) {
  const { port = '3918', portal = 'http://127.0.0.1:8080', key, mode = 'ecb', code = 'plain' } = options(process.argv.slice(2));
  const sandbox = await startVneid({
    port: Number(port), redirectUri: `${portal}/callback`, publicKey: readFileSync(key, 'utf8'), mode, encryptedCode: code === 'encrypted',
  });
  console.log(`VNeID envelope (${mode}, code ${code}) at ${sandbox.origin}: /auth /token /userinfo, client sandbox-portal, secret sandbox-secret`);
}
