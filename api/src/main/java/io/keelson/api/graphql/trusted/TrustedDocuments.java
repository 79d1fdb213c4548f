package io.keelson.api.graphql.trusted;

import io.keelson.api.graphql.engine.GraphQLRequest;
import io.keelson.tenancy.access.Principal;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Which operations callers may send: those that the platform trusts by their id or their text, and
 * any other where the caller's tenant does not refuse them. What the tenant wants is known with the
 * caller's rights and as old as they are.
 *
 * <p>It is the tenant's own choice: it binds members, API keys and service accounts in it. Jobs
 * report to their runs through the platform's own workers and are not bound, nor is who names no
 * tenant, such as an operator of the installation.
 */
@Singleton
public class TrustedDocuments {
  private final ConsoleDocuments console;

  TrustedDocuments(ConsoleDocuments console) {
    this.console = console;
  }

  /**
   * Whether any is: without the console in the build, a tenant that allows no other is locked out.
   */
  boolean areKnown() {
    return !console.isEmpty();
  }

  /**
   * The request with the text of its document; one that was admitted before may be asked for again.
   *
   * @param caller as they stand now; empty for a person who names no tenant
   * @throws UnknownDocument when it names a document that is not known
   * @throws UntrustedDocument when the caller's tenant allows trusted ones only
   */
  public GraphQLRequest admit(GraphQLRequest request, Optional<Principal> caller) {
    if (request.documentId() != null) {
      return request.withQuery(
          console.text(request.documentId()).orElseThrow(UnknownDocument::new));
    }
    boolean trustedOnly = caller.filter(Principal::trustedDocumentsOnly).isPresent();
    if (trustedOnly && !console.has(DocumentDigest.of(request.query()))) {
      throw new UntrustedDocument();
    }
    return request;
  }
}
