Feature: Tables
  Scenario: cells
    Given a table
      | bar \| in cell | new\nline | back\\slash | \d+ |
      |  |  padded　 | \n |#no comment| after the last bar
      # a comment between rows
      |a|b|c|d|

      | 日本語 | é | 🎉 | 	 |
    Then no cells
      |
