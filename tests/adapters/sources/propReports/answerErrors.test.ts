import { describe, expect, it } from 'vitest';
import { answerError } from '../../../../src/adapters/sources/propReports/answerErrors.ts';

const LOGIN = { action: 'login', user: 'risk.api', password: 'pw-47f' };
const FILLS = { action: 'fills', startDate: '2026-11-27', endDate: '2026-11-27', page: '1' };

function errorOf(parameters: Readonly<Record<string, string>>, status: number, text: string) {
  return answerError(parameters, status, Buffer.from(text), ['pw-47f']);
}

const NGINX =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>';
const CLOUDFLARE =
  '<!DOCTYPE html><html><head><title>firm.propreports.com | 504: Gateway time-out</title><style>.user{}</style></head><body>The web server reported a gateway time-out error. Account owner? Log in to see why.</body></html>';

const PASSING = [
  '',
  ' \r\n',
  'An unknown error occurred, please try again.',
  'user directory is restarting',
  'upstream host not found',
  'invalid state, try again',
  'Internal Server Error',
  'Bad Gateway',
  'Service Unavailable',
  'Login service temporarily unavailable',
  'Login is temporarily unavailable. Please try again later.',
  'password service timeout',
  'Password database is locked',
  'User session expired',
  'Access denied by rate limiter, retry later',
  'user store not found',
  'unknown user directory',
  'invalid login request, try again',
  'Unknown account service',
  'User table is locked',
  'account service not found',
  'The user cache is disabled',
  'Authentication failed: upstream timeout',
  'Authentication backend failure, login failed',
  'Login failed because of an internal error.',
  'Could not reach the credentials store',
  "Access denied for user 'app'@'db-1' (using password: YES)",
  'Unknown database',
  'Invalid response from upstream user service',
  'Connection refused',
  'Deadlock found when trying to get lock; try restarting transaction',
  'upstream connect error or disconnect/reset before headers. reset reason: overflow',
  'no healthy upstream',
  'Error: user quota not found',
  'java.lang.NullPointerException: user is null',
  '{"error":"unknown","message":"user lookup timed out"}',
  NGINX,
  CLOUDFLARE,
];

const WRONG_LOGIN = [
  'Invalid username or password',
  'Invalid username or password, please try again.',
  'Invalid user or password.',
  'Invalid username/password combination',
  'Invalid login',
  'Invalid login attempt.',
  'Invalid login details',
  'Invalid password for user risk.api',
  'Incorrect password.',
  'Incorrect user name',
  'Wrong password',
  'Bad credentials',
  'Login incorrect',
  'Unknown user',
  'No such user',
  'User not found.',
  'User risk.api not found.',
  "User 'risk.api' is locked",
  'User is locked.',
  'Your account is locked',
  'Your account has been temporarily locked. Try again in 30 minutes.',
  'Account disabled',
  'The account has been suspended.',
  'Password expired',
  'Your password has expired and must be changed.',
  'The password you entered is incorrect.',
  'The username and password do not match.',
  'The user name or password is not correct',
  "The user doesn't exist",
  'Credentials rejected',
  'User is not authorized',
  'Too many failed login attempts.',
  'Access denied.',
  'Authentication failed',
  'Login denied',
  '{"error":"Invalid username or password"}',
  '<?xml version="1.0"?><error>Invalid password</error>',
  '<html><body><h1>HTTP Status 500 – Invalid username or password</h1></body></html>',
];

describe('a login that the server answers with 500, 502, 503 or 504', () => {
  const statuses = [500, 502, 503, 504];

  it.each(PASSING)('has a passing failure where the text is %j', (text) => {
    for (const status of statuses) {
      const error = errorOf(LOGIN, status, text);
      expect([status, error?.code === 'source_login', error?.retryable]).toEqual([status, false, true]);
    }
  });

  it.each(WRONG_LOGIN)('is refused where the text is %j', (text) => {
    for (const status of statuses) {
      const error = errorOf(LOGIN, status, text);
      expect([error?.code, error?.retryable]).toEqual(['source_login', false]);
      expect(error?.message).not.toContain('pw-47f');
    }
  });
});

describe('a request for fills that the server answers with an error', () => {
  it.each(PASSING.filter((text) => text !== ''))('has a passing failure with 500 to 504 and %j', (text) => {
    for (const status of [500, 502, 503, 504])
      expect([status, errorOf(FILLS, status, text)?.retryable]).toEqual([status, true]);
  });

  it.each([
    ['Invalid date.', 500, 'source_refused', false],
    ['Not available by group.', 500, 'source_refused', false],
    ['Missing parameter accountId', 500, 'source_refused', false],
    ['You do not have permission to read this account.', 500, 'source_refused', false],
    ['Not available at this time, try again later.', 500, 'source_http_500', true],
    ['Invalid date.', 503, 'source_http_503', true],
    ['User session expired', 500, 'source_token', true],
    ['Invalid or expired token.', 401, 'source_token', false],
    ['Request Timeout', 408, 'source_timeout', true],
    ['Too many requests', 429, 'source_too_fast', true],
    ['Not Found', 404, 'source_refused', false],
  ])('%j with HTTP %i is %s, retryable %s', (text, status, code, retryable) => {
    const error = errorOf(FILLS, status, text);
    expect([error?.code, error?.retryable]).toEqual([code, retryable]);
  });
});

describe('a login that the server answers with another status', () => {
  it.each([
    ['Unauthorized', 401, 'source_login', false],
    ['Forbidden', 403, 'source_login', false],
    ['Access denied by rate limiter, retry later', 403, 'source_too_fast', true],
    ['Request Timeout', 408, 'source_timeout', true],
    ['Too many requests for this user', 429, 'source_too_fast', true],
    ['Not Found', 404, 'source_refused', false],
    ['', 302, 'source_refused', false],
    ['web server is down', 521, 'source_http_5xx', true],
    ['Invalid username or password', 400, 'source_login', false],
    [NGINX, 403, 'source_html', true],
  ])('%j with HTTP %i is %s, retryable %s', (text, status, code, retryable) => {
    const error = errorOf(LOGIN, status, text);
    expect([error?.code, error?.retryable]).toEqual([code, retryable]);
  });
});
