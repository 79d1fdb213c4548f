<#-- One column, styles in the elements for programs that drop the sheet; the sheet has the dark theme. No picture, nothing fetched. -->
<#macro emailLayout>
<!DOCTYPE html>
<html lang="${locale.language}" dir="${(ltr)?then('ltr', 'rtl')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>Keelson</title>
<style>
p { margin: 0 0 16px; }
a { color: ${properties.accentText}; }
@media (prefers-color-scheme: dark) {
  .ground { background: ${properties.darkGround} !important; }
  .card { background: ${properties.darkSurface} !important; border-color: ${properties.darkLine} !important; color: ${properties.darkText2} !important; }
  .name, h1 { color: ${properties.darkText} !important; }
  .small { color: ${properties.darkText3} !important; }
  a { color: ${properties.darkAccentText} !important; }
  .button { background: ${properties.darkAccent} !important; color: ${properties.darkOnAccent} !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:${properties.ground}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="ground" align="center" style="padding:32px 16px;background:${properties.ground}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:480px"><tr>
<td class="name" style="padding:0 0 16px;font:600 16px/24px ${font};color:${properties.text}">Keelson</td>
</tr><tr>
<td class="card" style="padding:24px 24px 8px;border:1px solid ${properties.line};border-radius:8px;background:${properties.surface};font:400 15px/24px ${font};color:${properties.text2};word-break:break-word">
<#nested>
</td>
</tr></table>
</td></tr></table>
</body>
</html>
</#macro>

<#assign font>Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif</#assign>

<#macro heading><h1 style="margin:0 0 12px;font:600 20px/28px ${font};color:${properties.text}"><#nested></h1></#macro>

<#macro paragraph><p style="margin:0 0 16px"><#nested></p></#macro>

<#-- Whoever cannot press it finds the address in the mail's plain text. -->
<#macro action link label>
<p style="margin:0 0 16px"><a class="button" href="${link}" style="display:inline-block;padding:10px 16px;border-radius:5px;background:${properties.accent};color:${properties.onAccent};font:500 15px/20px ${font};text-decoration:none">${label}</a></p>
</#macro>

<#macro small><p class="small" style="margin:0 0 16px;font:400 13px/20px ${font};color:${properties.text3}"><#nested></p></#macro>

<#-- A mail that asks for one thing: what it is about, the link, how long it works and what to do otherwise. -->
<#macro request subject reason link label otherwise>
<@emailLayout>
<@heading>${subject}</@heading>
<@paragraph>${reason}</@paragraph>
<@action link=link label=label/>
<@small>${msg("linkWorks", linkExpirationFormatter(linkExpiration))} ${otherwise}</@small>
</@emailLayout>
</#macro>
