# Debian, not Alpine: the native packages and the embedded database want glibc.
FROM node:24-trixie-slim AS build
WORKDIR /opt/mingtang
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The Node of the image is the one that runs: the one among the packages is left out with the tools of developers.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/node-linux-* dist/test dist/bench
# A first database, thrown away: it proves that the image works, and links the libraries that the packages left unlinked.
RUN DATA_DIR=/tmp/trial DEMO=off node dist/src/main.js migrate && rm -rf /tmp/trial

FROM node:24-trixie-slim
LABEL org.opencontainers.image.title="Mingtang" org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --home-dir /var/lib/mingtang-data --shell /usr/sbin/nologin mingtang \
  && install -d -o mingtang -g mingtang -m 0700 /var/lib/mingtang-data /var/backups/mingtang
WORKDIR /opt/mingtang
COPY --from=build /opt/mingtang/package.json ./
COPY --from=build /opt/mingtang/LICENSE ./
COPY --from=build /opt/mingtang/migrations ./migrations
COPY --from=build /opt/mingtang/node_modules ./node_modules
COPY --from=build /opt/mingtang/dist ./dist
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/mingtang-data DEMO=off ACCESS_LOG=on
USER mingtang
VOLUME ["/var/lib/mingtang-data", "/var/backups/mingtang"]
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/healthz').then(a=>process.exit(a.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=16", "--enable-source-maps", "dist/src/main.js"]
CMD ["start"]
