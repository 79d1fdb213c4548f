<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout; section>
<#if section = "header">${msg("logoutConfirmTitle")}
<#elseif section = "form">
<p>${msg("logoutConfirmHeader")}</p>
<form class="form" action="${url.logoutConfirmAction}" method="post">
  <input type="hidden" name="session_code" value="${logoutConfirm.code}">
  <@field.button label=msg("doLogout") name="confirmLogout" id="kc-logout"/>
</form>
<#if !logoutConfirm.skipLink && (client.baseUrl)?has_content><p><a href="${client.baseUrl}">${msg("backToApplication")}</a></p></#if>
</#if>
</@layout.registrationLayout>
