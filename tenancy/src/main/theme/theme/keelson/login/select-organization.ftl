<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">${msg("organization.select")}
<#elseif section = "form">
<form class="form" action="${url.loginAction}" method="post">
  <ul id="kc-user-organizations" class="choices">
    <#list user.organizations as organization>
    <li><button type="submit" id="organization-${organization.alias}" class="button plain wide" name="kc.org" value="${organization.alias!}">${organization.name!}</button></li>
    </#list>
  </ul>
</form>
</#if>
</@layout.registrationLayout>
