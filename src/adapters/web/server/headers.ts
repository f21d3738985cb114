import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * Security headers of every answer. Referrer-Policy: under helmet's default, `no-referrer`, Chromium sends
 * `Origin: null` with the own form of a page.
 */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' },
  // Only an answer that arrived over TLS may ask for it: webServer.ts adds it there.
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
};

/** A year, as browsers keep it. */
export const STRICT_TRANSPORT = 'max-age=31536000';
