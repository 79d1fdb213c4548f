<#import "template.ftl" as layout>
<@layout.request subject=msg("passwordResetSubject") reason=msg("passwordResetReason") link=link label=msg("passwordResetAction") otherwise=msg("passwordResetOtherwise")/>
