import { describe, expect, it } from 'vitest';
import type { Session, Verification } from '../src/contract/types.ts';
import { createMock, type Mock } from '../src/index.ts';
import { Api, type ErrorBody } from './api.ts';

const IMAGE = '/9j/4AAQSkZJRgABAQAAAQABAAD/';
const CARD = { document_type: 'national_id', country: 'MA', checks: ['ocr', 'face_match'], metadata: { user: '1' } };

function frozen(): Mock {
  return createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
}

async function open(api: Api, body: object = CARD): Promise<string> {
  return `/identity/sessions/${(await api.post<Session>('/identity/sessions', body)).json.id}`;
}

describe('a verification session', () => {
  it.each([
    ['side', ['front', 'back', 'selfie']],
    ['type', ['document_front', 'document_back', 'selfie']],
  ])('takes uploads by %s, becomes ready, and completes into a verification', async (member, parts) => {
    const mock = frozen();
    const api = new Api(mock);
    const session = await open(api);
    for (const [i, part] of parts.entries()) {
      const uploaded = await api.post<Session>(`${session}/documents`, { [member]: part, image: IMAGE });
      expect(uploaded.json.status).toBe(i < 2 ? 'pending' : 'ready');
      expect(uploaded.json).toEqual((await api.get<Session>(session)).json);
    }
    const ready = (await api.get<Session>(session)).json;
    expect(
      ready.documents.map(({ side, uploaded, quality_score: quality }) => [side, uploaded, typeof quality]),
    ).toEqual([
      ['front', true, 'number'],
      ['back', true, 'number'],
    ]);
    expect(ready.selfie_uploaded).toBe(true);

    const completed = await api.post<Verification>(`${session}/complete`);
    expect(completed.json).toMatchObject({ status: 'verified', country: 'MA', metadata: { user: '1' } });
    expect((await api.get<Verification>(`/identity/verifications/${completed.json.id}`)).json).toEqual(completed.json);
    expect((await api.get<Session>(session)).json).toMatchObject({
      status: 'completed',
      verification_id: completed.json.id,
    });
    // A retry wants to know the same.
    expect((await api.post<Verification>(`${session}/complete`)).json).toEqual(completed.json);
  });

  it('gives the person and the outcome that the same images give to POST /identity/verify', async () => {
    const api = new Api(frozen());
    const long = IMAGE.repeat(1000);
    const session = await open(api, { country: 'MA', document_type: 'passport' });
    await api.post(`${session}/documents`, { side: 'front', image: long });
    const { json } = await api.post<Verification>(`${session}/complete`);
    const direct = await api.post<Verification>('/identity/verify', {
      document_front: long,
      country: 'MA',
      document_type: 'passport',
    });
    expect(json.extracted_data).toEqual(direct.json.extracted_data);
    expect(json.checks).toEqual(direct.json.checks);
  });

  it('says what is missing: sides by document type, a selfie for face checks', async () => {
    const api = new Api(frozen());
    const session = await open(api);
    await api.post(`${session}/documents`, { side: 'front', image: IMAGE });
    const { status, json } = await api.post<ErrorBody>(`${session}/complete`);
    expect([status, json.error.code, json.error.param]).toEqual([409, 'session_incomplete', 'document_back']);
    expect(json.error.message).toContain('document_back and selfie');
    // A passport has no back, and without face checks no selfie is needed.
    const passport = await open(api, { document_type: 'passport', country: 'FR', checks: ['ocr'] });
    const ready = await api.post<Session>(`${passport}/documents`, { side: 'front', image: IMAGE });
    expect(ready.json.status).toBe('ready');
  });

  it('takes side and type together when they name one part, and refuses two', async () => {
    const api = new Api(frozen());
    const session = await open(api);
    const both = await api.post<ErrorBody>(`${session}/documents`, { side: 'front', type: 'selfie', image: IMAGE });
    expect([both.status, both.json.error.code, both.json.error.param]).toEqual([400, 'invalid_parameter', 'type']);
    expect(both.json.error.message).toContain('got "selfie"');
    const same = { side: 'front', type: 'document_front', image: IMAGE };
    expect((await api.post<Session>(`${session}/documents`, same)).json.documents).toMatchObject([
      { side: 'front', uploaded: true },
      { side: 'back', uploaded: false },
    ]);
  });

  it('expires after 15 minutes without an upload; uploads move the end, reads do not', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const session = await open(api);
    mock.clock.advance('10m');
    await api.get(session);
    await api.post(`${session}/documents`, { side: 'front', image: IMAGE });
    mock.clock.advance('14m');
    await api.get(session);
    expect((await api.get<Session>(session)).json).toMatchObject({
      status: 'pending',
      expires_at: '2026-11-24T09:55:00.000Z',
    });
    mock.clock.advance('1m');
    expect((await api.get<Session>(session)).json.status).toBe('expired');
    for (const call of ['documents', 'complete']) {
      const { status, json } = await api.post<ErrorBody>(`${session}/${call}`, { side: 'back', image: IMAGE });
      expect([call, status, json.error.code]).toEqual([call, 409, 'session_expired']);
    }
  });

  it('refuses uploads to a completed session, to another key’s, and of what is no image', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const session = await open(api, { document_type: 'passport', country: 'FR' });
    expect((await api.post<ErrorBody>(`${session}/documents`, { image: IMAGE })).json.error.code).toBe(
      'missing_parameter',
    );
    expect((await api.post<ErrorBody>(`${session}/documents`, { side: 'top', image: IMAGE })).json.error.param).toBe(
      'side',
    );
    expect((await api.post<ErrorBody>(`${session}/documents`, { side: 'front', image: '' })).status).toBe(400);
    await api.post(`${session}/documents`, { side: 'front', image: IMAGE });
    await api.post(`${session}/complete`);
    const late = await api.post<ErrorBody>(`${session}/documents`, { side: 'front', image: IMAGE });
    expect([late.status, late.json.error.code]).toEqual([409, 'invalid_state']);
    const stranger = new Api(mock, 'txc_test_other');
    for (const call of ['documents', 'complete']) {
      expect((await stranger.post(`${session}/${call}`, { side: 'front', image: IMAGE })).status).toBe(404);
    }
  });

  it('takes the scenarios of POST /identity/verify: by upload, by header, or set ahead', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const complete = async (image: string, headers = {}): Promise<Verification | ErrorBody> => {
      const session = await open(api, { document_type: 'passport', country: 'MA' });
      await api.post(`${session}/documents`, { side: 'front', image });
      return (await api.post<Verification>(`${session}/complete`, undefined, headers)).json;
    };
    expect(await complete('mock:face_mismatch')).toMatchObject({ status: 'rejected' });
    expect(await complete('mock:face_mismatch', { 'X-Mock-Scenario': 'review' })).toMatchObject({ status: 'review' });
    mock.scenarios.set('document_unreadable', { on: '/identity/verify', times: 1 });
    expect(await complete(IMAGE, { 'X-Mock-Scenario': 'verified' })).toMatchObject({ status: 'verified' });
    const named = await open(api, { document_type: 'passport', country: 'MA', metadata: { name: 'Sara mock:review' } });
    await api.post(`${named}/documents`, { side: 'front', image: IMAGE });
    expect((await api.post<Verification>(`${named}/complete`)).json.status).toBe('review');
    const unreadable = { 'X-Mock-Scenario': 'document_unreadable' };
    expect(await complete(IMAGE, unreadable)).toMatchObject({ error: { code: 'document_unreadable' } });
  });

  it('keeps working when an upload is lost on the way out, and in the middle', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const session = await open(api, { document_type: 'passport', country: 'MA' });
    mock.faults.script('uploadSessionDocument', ['reset phase=during', 'lost-response', 'ok']);
    const upload = async () => await api.post<Session>(`${session}/documents`, { side: 'front', image: IMAGE });
    await expect(upload()).rejects.toThrow('fetch failed');
    expect((await api.get<Session>(session)).json.status).toBe('pending');
    await expect(upload()).rejects.toThrow('fetch failed');
    expect((await api.get<Session>(session)).json.status).toBe('ready');
    expect((await upload()).json.status).toBe('ready');
    expect(mock.operations.list({ endpoint: '/identity/sessions/{id}/documents' })).toMatchObject([
      { attempts: 3, processed: 2 },
    ]);
  });
});
