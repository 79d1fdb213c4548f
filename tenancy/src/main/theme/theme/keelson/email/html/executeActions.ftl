<#outputformat "plainText"><#assign actions><#list requiredActions![] as action>${msg("requiredAction.${action}")}<#sep>, </#list></#assign></#outputformat>
<#import "template.ftl" as layout>
<@layout.request subject=msg("executeActionsSubject") reason=msg("executeActionsReason", actions) link=link label=msg("executeActionsAction") otherwise=msg("executeActionsOtherwise")/>
