// The national portal's login for agencies ("VNConnect"): OAuth 2.0 and a userinfo document with Vietnamese names, in
// the loose types that published samples show (`expires_in` and LoaiTaiKhoan as text, GioiTinh as a number).
//
//   node sandbox_vnconnect.mjs --port 3919 --portal http://127.0.0.1:8080
import { createHash, randomBytes } from 'node:crypto';
import { PASSWORD, byLogin, levelOf, portalClaims } from './lib/citizens.mjs';
import { isMain, json, listen, loginPage, options, redirect, routed } from './lib/web.mjs';

/** `change(claims)` may alter the userinfo document on its way. */
export async function startVnConnect({
  port = 0, clientId = 'sandbox-portal', clientSecret = 'sandbox-secret', redirectUri, change = (claims) => claims,
}) {
  const codes = new Map();
  const tokens = new Map();
  const settings = { change };
  const known = (query) => query.get('response_type') === 'code' && query.get('client_id') === clientId
    && query.get('redirect_uri') === redirectUri;
  const page = (query, error) => loginPage({
    action: '/oauth2/authorize', title: 'Cổng Dịch vụ công (giả lập)', error, hidden: Object.fromEntries(query),
  });
  // Client authentication in the header or in the form: both are in use.
  const authentic = (headers, form) => {
    const [id, secret] = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString().split(':');
    return [[id, secret], [form.get('client_id'), form.get('client_secret')]].some(([a, b]) => a === clientId && b === clientSecret);
  };

  const web = await listen(routed({
    'GET /oauth2/authorize': ({ query }) => (known(query) ? page(query) : json({ error: 'invalid_request' }, 400)),
    'POST /oauth2/authorize': ({ form }) => {
      if (!known(form)) return json({ error: 'invalid_request' }, 400);
      const person = byLogin(form.get('login'));
      const level = person && form.get('password') === PASSWORD ? levelOf(person, form.get('otp')) : undefined;
      const kept = new URLSearchParams([...form].filter(([name]) => !['login', 'password', 'otp'].includes(name)));
      if (level === undefined) return page(kept, 'Thông tin đăng nhập không đúng.');
      const code = randomBytes(24).toString('hex');
      codes.set(code, { person, level, challenge: form.get('code_challenge'), until: Date.now() + 60_000 });
      const target = new URL(redirectUri);
      target.searchParams.set('code', code);
      if (form.has('state')) target.searchParams.set('state', form.get('state'));
      target.searchParams.set('session_state', randomBytes(16).toString('hex'));
      return redirect(target.href);
    },
    'POST /oauth2/token': ({ form, headers }) => {
      if (!authentic(headers, form)) return json({ error: 'invalid_client' }, 401);
      const grant = codes.get(form.get('code'));
      codes.delete(form.get('code'));
      const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      const allowed = grant && grant.until >= Date.now() && form.get('redirect_uri') === redirectUri && (!grant.challenge || grant.challenge === proof);
      if (!allowed) return json({ error: 'invalid_grant' }, 400);
      const token = randomBytes(24).toString('hex');
      tokens.set(token, grant);
      return json({ access_token: token, refresh_token: randomBytes(24).toString('hex'), scope: 'openid', token_type: 'Bearer', expires_in: '3600' });
    },
    'GET /oauth2/userinfo': ({ headers }) => {
      const grant = tokens.get((headers.authorization ?? '').replace(/^Bearer /, ''));
      if (!grant) return json({ error: 'invalid_token' }, 401);
      const { person, level } = grant;
      return json(settings.change({
        sub: person.techId, ...portalClaims(person), LoaiTaiKhoan: String(person.kind), loAs: String(level), IAL: level,
        SoDienThoai: '', ThuDienTu: '', TrangThai: '1',
      }));
    },
  }), port);
  return { origin: `http://127.0.0.1:${web.port}`, settings, close: web.close };
}

if (isMain(import.meta)) {
  const { port = '3919', portal = 'http://127.0.0.1:8080' } = options(process.argv.slice(2));
  const sandbox = await startVnConnect({ port: Number(port), redirectUri: `${portal}/callback` });
  console.log(`VNConnect at ${sandbox.origin}: /oauth2/authorize /oauth2/token /oauth2/userinfo, client sandbox-portal, secret sandbox-secret`);
}
