<#import "template.ftl" as layout>
<@layout.request subject=msg("identityProviderLinkSubject", identityProviderDisplayName) reason=msg("identityProviderLinkReason", identityProviderDisplayName, identityProviderContext.username) link=link label=msg("identityProviderLinkAction") otherwise=msg("identityProviderLinkOtherwise")/>
