# Daybreak in a container: see compose.yaml and docs/install.md.

# The build stage has the compiler that SQLite's driver wants; the image that runs has none.
FROM node:20.20.2-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
# pg_dump and pg_restore, for backups of a desk on Postgres.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json ./
COPY templates ./templates
COPY src ./src
# All else belongs to root and cannot be written by the user that runs.
RUN mkdir -m 0700 data logs && chown node:node data logs
VOLUME ["/app/data", "/app/logs"]
USER node
# The health server listens on the container's own loopback unless HEALTH_HOST says otherwise. Not /health itself: that is 503
# for a failed morning too, and a container started again for it would try a refused password at once.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "const ask = (what) => fetch('http://127.0.0.1:' + (process.env.HEALTH_PORT || 8080) + '/health/' + what); Promise.all([ask('live'), ask('ready')]).then((answers) => process.exit(answers.every(({ ok }) => ok) ? 0 : 1), () => process.exit(1))"]
# The desk page and the API; reachable from outside only with WEB_HOST, behind TLS (docs/security.md).
EXPOSE 8090
ENTRYPOINT ["node", "--import", "tsx", "src/main.ts"]
CMD ["start"]
