# nothing
   
# at all
