<#import "template.ftl" as layout>
<@layout.request subject=msg("emailVerificationSubject") reason=msg("emailVerificationReason") link=link label=msg("emailVerificationAction") otherwise=msg("emailVerificationOtherwise")/>
