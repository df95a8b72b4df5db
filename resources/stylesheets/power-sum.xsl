<?xml version="1.0" encoding="UTF-8"?>
<!-- Sums the power column of each measurement of "wattbench read -H", in mW. Rows without a power are left out; a row
     inside another counts as well, so this is the sum of the column, not the power of the machine.
     xsltproc -nonet resources/stylesheets/power-sum.xsl power.html -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:h="http://www.w3.org/1999/xhtml">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:apply-templates select="//h:table[@class = 'channels']"/>
  </xsl:template>
  <xsl:template match="h:table">
    <xsl:variable name="powers" select="h:tbody/h:tr/h:td[@class = 'power'][number(.) = number(.)]"/>
    <xsl:value-of select="preceding-sibling::h:h2[1]"/>
    <xsl:text>&#9;</xsl:text>
    <xsl:value-of select="format-number(sum($powers), '0.000')"/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
