package io.keelson.api.graphql.permission;

import io.keelson.api.testing.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * The doors of a tenant's bytes, by links to what there is. Whoever holds a signed link is let in
 * as whoever it is; what the API knows them as opens nothing without one. A link is for one thing
 * of one tenant.
 */
final class DataLinks {
  private static final int LET_IN = 200;

  /** No link at all: as where nothing is. */
  private static final int NO_LINK = 404;

  /** A link of something else. */
  private static final int REFUSED = 403;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  DataLinks(int port) {
    this.port = port;
  }

  /**
   * A link as the API gave it.
   *
   * @param query who made it, until when it counts, and its signature
   */
  record Link(String method, Place place, String path, String query) {
    private static Link of(String method, Place place, String url) {
      URI uri = URI.create(url);
      return new Link(method, place, uri.getRawPath(), uri.getRawQuery());
    }

    private String row() {
      return "%s of what is %s".formatted(door(), place);
    }

    String door() {
      return method + " " + path.substring(0, path.lastIndexOf('/'));
    }

    private String tenant() {
      return query.replaceAll(".*\\btenant=([^&]*).*", "$1");
    }

    private String inTenantOf(Link other) {
      return query.replace("tenant=" + tenant(), "tenant=" + other.tenant());
    }
  }

  /**
   * Of a file that a run has left, and of an upload.
   *
   * @param version is open
   */
  static List<Link> of(Graph owner, Place place, Object run, Object version) {
    String file =
        owner
            .ask("query($r:ID!){node(id:$r){... on Run{artifacts{downloadUrl}}}}", Map.of("r", run))
            .data()
            .at("/node/artifacts/0/downloadUrl")
            .asText();
    String upload =
        owner
            .ask(
                "mutation($v:ID!){startUpload(input:{datasetVersionId:$v,path:\"linked.csv\",sizeBytes:1}){url}}",
                Map.of("v", version))
            .data()
            .at("/startUpload/url")
            .asText();
    return List.of(Link.of("GET", place, file), Link.of("HEAD", place, upload));
  }

  /** Everybody with each link, with none, and with those of other things. */
  void compare(Matrix matrix, List<Link> links, List<Caller> callers) {
    Caller nobody = new Caller("nobody", null, null, null);
    for (Link link : links) {
      String without = link.row() + ", without its link";
      matrix.compare(without, nobody.name(), NO_LINK, status(link, null, nobody));
      matrix.compare(link.row(), nobody.name(), LET_IN, status(link, link.query(), nobody));
      for (Caller caller : callers) {
        matrix.compare(without, caller.name(), NO_LINK, status(link, null, caller));
        matrix.compare(link.row(), caller.name(), LET_IN, status(link, link.query(), caller));
      }
      for (Link other : links) {
        compareWith(matrix, link, other, nobody);
      }
    }
  }

  private void compareWith(Matrix matrix, Link link, Link other, Caller caller) {
    if (!other.path().equals(link.path())) {
      String row = "%s, by the link %s".formatted(link.row(), other.row());
      matrix.compare(row, caller.name(), REFUSED, status(link, other.query(), caller));
    }
    if (!other.tenant().equals(link.tenant())) {
      String row = "%s, in the tenant of what is %s".formatted(link.row(), other.place());
      matrix.compare(row, caller.name(), REFUSED, status(link, link.inTenantOf(other), caller));
    }
  }

  private int status(Link link, String query, Caller caller) {
    String asked = link.path() + (query == null ? "" : "?" + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + asked))
            .method(link.method(), BodyPublishers.noBody())
            .header("Tus-Resumable", "1.0.0");
    if (caller.bearer() != null) {
      request.header("Authorization", "Bearer " + caller.bearer());
    }
    if (caller.tenantSlug() != null) {
      request.header("X-Keelson-Tenant", caller.tenantSlug());
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
