"""Typesetting: templates and WeasyPrint, formulas, fonts and pictures for paper."""
